// Reads every statement of real histories and counts those whose effect is not known.
//
//   node --import tsx bench/operations.mjs DIR [--list]
//
// DIR holds one migrations folder per project, of either layout. The dialect is the one that their snapshots name.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { splitStatements } from '../src/sql/breakpoints.ts';
import { parseOperations } from '../src/sql/parse-operations.ts';

const [directory = '.'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const list = process.argv.includes('--list');

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

/** @param {string[]} files */
function dialectOf(files) {
  for (const file of files.filter((path) => path.endsWith('.json'))) {
    const { dialect } = JSON.parse(readFileSync(file, 'utf8'));
    const known = { pg: 'postgresql', postgres: 'postgresql', turso: 'sqlite' }[dialect] ?? dialect;
    if (['postgresql', 'sqlite', 'mysql'].includes(known)) return known;
  }
  return null;
}

const rows = [];
const reasons = [];
for (const name of readdirSync(directory).sort()) {
  const folder = join(directory, name);
  if (!statSync(folder).isDirectory()) continue;
  const files = filesBelow(folder);
  const dialect = dialectOf(files);
  if (dialect === null) continue;
  const sqlFiles = files.filter((path) => path.endsWith('.sql'));
  const counts = { statements: 0, operations: 0, unanalysed: 0, 'in files': 0 };
  let milliseconds = 0;
  // Loading the parser is counted once, apart from the histories.
  await parseOperations(dialect, 'SELECT 1');
  for (const file of sqlFiles) {
    const sql = readFileSync(file, 'utf8');
    counts.statements += splitStatements(dialect, sql).length;
    const started = performance.now();
    const operations = await parseOperations(dialect, sql);
    milliseconds += performance.now() - started;
    counts.operations += operations.length;
    const unanalysed = operations.filter(({ kind }) => kind === 'unanalysed');
    counts.unanalysed += unanalysed.length;
    counts['in files'] += unanalysed.length > 0 ? 1 : 0;
    for (const { line, message, text } of unanalysed) {
      const path = file.slice(directory.length + 1);
      reasons.push(`${path}:${line} ${message}\n    ${text.slice(0, 120).replaceAll(/\s+/g, ' ')}`);
    }
  }
  rows.push({ history: basename(folder), dialect, files: sqlFiles.length, ...counts, ms: Math.round(milliseconds) });
}
console.table(rows);
if (list) console.log(reasons.join('\n'));

// Reviews the PostgreSQL histories of a corpus beside squawk: each of its findings is found here too, or the schema
// before the migration is the reason why it is not.
//
//   node --import tsx bench/review-squawk.mjs DIR [--list] [NAME]
//
// DIR holds manifest.json with `histories`. squawk-cli comes from the registry, and runs with --assume-in-transaction,
// without its rules of style and of timeouts. --list shows every finding that has no counterpart, with its reason.
// Exit code 1 where one has neither.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { addFilled } from '../src/review/filled.ts';
import { stepsFrom } from '../src/review/migration.ts';
import { rules } from '../src/review/rules/index.ts';
import { emptySchema } from '../src/sql/built/schema.ts';
import { parseOperations } from '../src/sql/parse-operations.ts';
import { byRule, reasonOf } from './review/squawk-rules.mjs';

const squawkVersion = '2.66.0';
const [dir, only] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const list = process.argv.includes('--list');
if (dir === undefined) {
  console.error('usage: node --import tsx bench/review-squawk.mjs DIR [--list] [NAME]');
  process.exit(2);
}
const squawk = installSquawk();
const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
const histories = manifest.histories.filter(
  ({ dialect, name }) => dialect === 'postgresql' && (only === undefined || name === only),
);
let unexplained = 0;
for (const { name, path } of histories) {
  const folder = join(dir, path);
  const migrations = await reviewed(folder);
  const theirs = findingsOf(folder);
  const missing = theirs.flatMap((finding) => {
    const migration = migrations.get(finding.file);
    const named = byRule[finding.rule] ?? [];
    const isFound = migration?.findings.some(
      ({ rule, from, to }) => named.includes(rule) && overlaps(from, to, finding),
    );
    return isFound ? [] : [{ ...finding, reason: migration === undefined ? null : reasonOf(finding, migration) }];
  });
  const ours = [...migrations.values()].flatMap(({ findings }) => findings);
  console.log(
    `${name}: squawk ${theirs.length}, lockstep ${ours.length}; ${theirs.length - missing.length} of squawk's are found`,
  );
  for (const [reason, count] of counted(
    missing.map((finding) => `${finding.rule}: ${finding.reason ?? 'NO REASON'}`),
  )) {
    console.log(`  ${String(count).padStart(4)} ${reason}`);
  }
  for (const { file, line, rule, reason, message } of missing) {
    if (reason === null) unexplained++;
    if (list || reason === null)
      console.log(`    ${reason === null ? 'UNEXPLAINED ' : ''}${file}:${line} ${rule} ${reason ?? message}`);
  }
}
rmSync(squawk.folder, { recursive: true, force: true });
console.log(unexplained === 0 ? 'Each of the others has its reason.' : `${unexplained} without a reason.`);
process.exit(unexplained === 0 ? 0 : 1);

/** squawk's command, installed from the registry into a folder of its own. */
function installSquawk() {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-squawk-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', `squawk-cli@${squawkVersion}`], {
    cwd: folder,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  return { folder, command: join(folder, 'node_modules/squawk-cli/js/bin/squawk') };
}

/** What squawk finds in the files of a folder, with lines from 1. */
function findingsOf(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const { stdout } = spawnSync(
    process.execPath,
    [squawk.command, '--assume-in-transaction', '--reporter', 'json', ...files],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return JSON.parse(stdout)
    .filter(({ rule_name: rule }) => byRule[rule] !== null)
    .map(({ file, line, line_end: end, rule_name: rule, message }) => ({
      file: basename(file),
      line: line + 1,
      lastLine: end + 1,
      rule,
      message,
    }));
}

/** Each migration in its order, by its file: its steps, and what the rules find. */
async function reviewed(folder) {
  const { entries } = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8'));
  const found = new Map();
  let schema = emptySchema('postgresql');
  const filled = new Map();
  for (const { tag } of entries) {
    const file = `${tag}.sql`;
    const sql = readFileSync(join(folder, file), 'utf8');
    const before = schema;
    const operations = await parseOperations('postgresql', sql);
    const steps = stepsFrom(before, operations, tag);
    const after = steps.findLast(({ inBlock }) => !inBlock)?.after ?? before;
    const lockstep = (command) => `lockstep ${command}`;
    const migration = {
      tag,
      dialect: 'postgresql',
      line: 'journal',
      server: null,
      sql,
      steps,
      before,
      after,
      filled,
      released: null,
      lockstep,
    };
    const findings = rules
      .filter(({ dialects }) => dialects.includes('postgresql'))
      .flatMap((rule) =>
        rule.check(migration).map(({ operation, target }) => ({ rule: rule.name, target, ...linesOf(operation) })),
      );
    found.set(file, { migration, findings });
    addFilled(filled, 'postgresql', operations, tag);
    schema = after;
  }
  return found;
}

/** From where to where a statement stands. */
function linesOf({ place, text }) {
  return { from: place.line, to: place.line + text.split('\n').length - 1 };
}

function overlaps(from, to, { line, lastLine }) {
  return from <= lastLine && line <= to;
}

function counted(texts) {
  const counts = new Map();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

// Joins public projects and leaves them again: what each step says, and whether the tree is byte for byte what it was.
//
//   npm run build && node --import tsx bench/join.mjs DIR [owner/name] [--keep]
//
// DIR holds a clone of each project of bench/real/projects.mjs, in a folder of the repository's name, at its commit:
//   git clone https://github.com/OWNER/NAME DIR/NAME && git -C DIR/NAME checkout COMMIT
// Their node_modules get what their schemas import; nothing else of them is different at the end. --keep stops a project
// before it is left, to look at it. Exit code 1 when a tree is not what it was.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createContext } from '../generators/context.ts';
import { findProject } from '../src/cli/find-project.ts';
import { readSchema } from '../src/schema/source/index.ts';
import { git } from './commands.mjs';
import { environment } from './measure.mjs';
import { installInto } from './real/install.mjs';
import { projects } from './real/projects.mjs';
import { differences, readTree } from './real/tree.mjs';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const { values, positionals } = parseArgs({ allowPositionals: true, options: { keep: { type: 'boolean' } } });
const [directory, wanted] = positionals;
if (directory === undefined || !existsSync(cli)) {
  console.error('usage: npm run build && node --import tsx bench/join.mjs DIR [owner/name] [--keep]');
  process.exit(2);
}

const steps = [
  'dry run',
  'init',
  'check',
  'table',
  'column',
  'schema ahead',
  'undo',
  'check again',
  'remove',
  'same tree',
];
/** @type {{ place: string, results: Map<string, string> }[]} */
const rows = [];
/** @type {string[]} */
const reasons = [];

for (const project of projects) {
  if (wanted !== undefined && project.name !== wanted) continue;
  const clone = join(directory, posix.basename(project.name));
  if (!existsSync(clone)) {
    reasons.push(`${project.name}: no clone in ${posix.basename(project.name)}/`);
    continue;
  }
  if (git(clone, 'status', '--porcelain') !== '') {
    reasons.push(`${project.name}: the clone has changes of its own`);
    continue;
  }
  installInto(clone, project.install);
  Object.assign(process.env, project.env);
  for (const place of project.places) await joinAndLeave(project, clone, place);
}
print();

/** All steps in one project; what fails is noted, and the way goes on to the end. */
async function joinAndLeave({ name }, clone, { folder, config }) {
  const place = `${name} ${config ?? (folder === '.' ? '' : folder)}`.trim();
  console.error(`${place}…`);
  const results = new Map();
  rows.push({ place, results });
  const cwd = join(clone, folder);
  const given = config === undefined ? [] : ['--config', config];
  // Of what was joined: other packages of a repository may have faults of their own.
  const own = ['--config', config ?? 'drizzle.config.ts'];
  const before = readTree(clone);

  /** Runs a command and notes how it ended. */
  const step = (what, exitCode, ...argv) => {
    const { status, output } = lockstep(cwd, [...argv, ...(argv[0] === 'check' ? own : given)]);
    const ok = status === exitCode;
    results.set(what, ok ? 'ok' : `exit ${status}`);
    if (!ok) reasons.push(`${place}: lockstep ${argv.join(' ')}: exit ${status}\n${indent(saying(output))}`);
    return ok;
  };
  const same = (what, tree) => {
    const different = differences(tree, readTree(clone));
    if (different.length === 0) return true;
    results.set(what, 'differs');
    reasons.push(`${place}: after ${what}: ${different.slice(0, 12).join(', ')}`);
    return false;
  };

  step('dry run', 0, 'init', '--dry-run', '--no-install');
  same('dry run', before);
  step('init', 0, 'init', '--yes', '--no-install');
  const joined = readTree(clone);
  step('check', 0, 'check');
  if (values.keep) return;
  const table = await someTable(cwd, config);
  if (table === null) {
    reasons.push(`${place}: no table can be read from the schema`);
  } else {
    const reference = table.key ? [`bench_owner:references:${table.name}`] : [];
    step('table', 0, 'new', 'table', 'bench_orders', 'number:integer:required', ...reference);
    step('column', 0, 'new', 'column', table.typed, 'bench_note:string:100');
    step('schema ahead', 1, 'check');
    step('undo', 0, 'undo');
    step('undo', 0, 'undo');
    same('undo', joined);
    step('check again', 0, 'check');
  }
  step('remove', 0, 'init', '--remove', '--yes', '--no-install');
  if (same('same tree', before) && git(clone, 'status', '--porcelain') === '') results.set('same tree', 'ok');
  else {
    process.exitCode = 1;
    git(clone, 'reset', '--hard', '--quiet');
    git(clone, 'clean', '-dfq');
  }
}

/** A table to add a column to, best one with a key that can be referred to. */
async function someTable(cwd, config) {
  try {
    const found = await findProject(cwd, { config });
    const { tables } = readSchema(found.schema, await createContext(found), found.dialect);
    const exported = tables.filter(({ exportName }) => exportName !== null && exportName !== 'default');
    const keyed = exported.find(
      ({ columns }) => columns.filter(({ calls }) => calls.includes('primaryKey')).length === 1,
    );
    const table = keyed ?? exported[0];
    return table ? { name: table.name, typed: `${table.path}:${table.exportName}`, key: keyed !== undefined } : null;
  } catch {
    return null;
  }
}

/** @param {string} cwd @param {string[]} argv */
function lockstep(cwd, argv) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [cli, ...argv], {
    cwd,
    env: { ...environment(), NO_COLOR: '1', CI: '1' },
    encoding: 'utf8',
    timeout: 180_000,
    maxBuffer: 64 << 20,
  });
  return { status, output: `${stderr}${stdout}${error ? error.message : ''}` };
}

/** The lines that say what is wrong. */
function saying(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findIndex((line) => /\b(error|Left to do|fails|cannot)\b/i.test(line));
  return lines.slice(Math.max(0, telling), Math.max(0, telling) + 8).join('\n');
}

/** @param {string} text */
function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}

function print() {
  console.log(`| project | ${steps.join(' | ')} |\n|---|${steps.map(() => '---|').join('')}`);
  for (const { place, results } of rows)
    console.log(`| ${place} | ${steps.map((what) => results.get(what) ?? '').join(' | ')} |`);
  if (reasons.length > 0) console.log(`\n${reasons.join('\n')}`);
}

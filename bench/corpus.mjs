// Runs the rules of the history over real histories: what they raise, and whether each broken commit is found.
//
//   node bench/corpus.mjs DIR [--all] [NAME]
//
// DIR holds manifest.json with `histories` and `broken`: folders of migrations, and commits that broke one, each with the
// states before, at it, and after the mend. A broken state is judged against the one before it, as on a base branch.
// --all shows every finding of the histories too.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const showAll = process.argv.includes('--all');
const [dir, only] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (dir === undefined) {
  console.error('usage: node bench/corpus.mjs DIR [--all] [NAME]');
  process.exit(2);
}

/** The rule that names a problem of the manifest. */
const named = [
  [/^prevId fork/, 'history/fork'],
  [/^dup idx/, 'history/duplicate-index'],
  [/^no snapshot $/, 'history/malformed-entry'],
  [/^no snapshot/, 'history/missing-snapshot'],
  [/^sql not in journal/, 'history/unjournaled-sql'],
  [/^journal entry without sql $/, 'history/malformed-entry'],
  [/^journal entry without sql/, 'history/missing-sql'],
  [/^journal entry without tag/, 'history/malformed-entry'],
  [/^would be skipped/, 'history/out-of-order'],
];

const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
};
const library = await load();
const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
let failed = false;

console.log('# Broken commits\n');
for (const broken of manifest.broken.filter(({ name }) => only === undefined || name === only)) {
  const [before, bad, fixed] = await states(broken, ['before', 'bad', 'fixed'], [null, 0, 0]);
  const old = new Set(before.map(key));
  const wanted = [...new Set(broken.problems.map((problem) => named.find(([of]) => of.test(problem))?.[1] ?? problem))];
  const raised = new Set(bad.filter((finding) => !old.has(key(finding))).map(({ rule }) => rule));
  const isFound = wanted.every((rule) => raised.has(rule));
  if (!isFound) failed = true;
  console.log(`${isFound ? 'found ' : 'MISSED'} ${broken.name}`);
  console.log(`  problems: ${broken.problems.map((problem) => problem.replace(/\{.*/, '')).join('; ')}`);
  console.log(`  new at it: ${[...raised].join(', ')}`);
  show('before', before);
  show(
    'bad',
    bad.filter((finding) => !old.has(key(finding))),
  );
  if (fixed !== undefined)
    show(
      'after the mend, new',
      fixed.filter((finding) => !old.has(key(finding))),
    );
}

console.log('\n# Histories\n');
for (const history of manifest.histories.filter(({ name }) => only === undefined || name === only)) {
  const started = performance.now();
  const [findings] = await states({ ...history, states: { it: history.path } }, ['it'], [null]);
  const counts = [...new Set(findings.map(({ rule }) => rule))].map(
    (rule) => `${rule} ${findings.filter((finding) => finding.rule === rule).length}`,
  );
  const time = Math.round(performance.now() - started);
  console.log(
    `${history.name} (${history.dialect}, ${history.migrations} migrations, ${time} ms): ${counts.join(', ') || 'nothing'}`,
  );
  if (showAll) show('', findings);
}
process.exit(failed ? 1 : 0);

/** The findings of each state, written as commits of a repository one after the other. */
async function states({ states: folders, dialect }, names, against) {
  const top = mkdtempSync(join(tmpdir(), 'lockstep-corpus-'));
  const git = (...args) => execFileSync('git', args, { cwd: top, encoding: 'utf8', env: environment }).trim();
  try {
    git('init', '-q', '-b', 'main');
    git('config', 'core.autocrlf', 'false');
    const commits = [];
    for (const name of names) {
      if (folders[name] === undefined) continue;
      rmSync(join(top, 'drizzle'), { recursive: true, force: true });
      cpSync(join(dir, folders[name]), join(top, 'drizzle'), { recursive: true });
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', name);
      commits.push(git('rev-parse', 'HEAD'));
    }
    const findings = [];
    for (const [at, commit] of commits.entries()) {
      const base = against[at];
      findings.push(
        await library.historyFindings(top, commit, base === null ? null : commits[base], dialect, Date.now()),
      );
    }
    return findings;
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

function show(title, findings) {
  if (findings.length === 0) return;
  if (title !== '') console.log(`  ${title}:`);
  for (const { severity, rule, path, line, message } of findings) {
    console.log(`    ${severity} ${rule} ${path}${line === undefined ? '' : `:${line}`}\n      ${message}`);
  }
}

/** What a finding is about, whatever the commit. */
function key({ rule, path, migration }) {
  return `${rule} ${migration ?? path}`;
}

/** The library's functions, bundled from the sources. */
async function load() {
  const outfile = resolve(root, 'node_modules/.cache/bench/corpus.mjs');
  await build({
    entryPoints: [join(root, 'bench/history-findings.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    define: { __LOCKSTEP_VERSION__: '"bench"' },
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

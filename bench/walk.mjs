// Compares the verdict of every commit of a real repository with drizzle-kit's own on a checkout of it.
//
//   node bench/walk.mjs REPOSITORY [RANGE] [--all]
//
// REPOSITORY is a clone whose packages (drizzle-kit, drizzle-orm and what the schema imports) are installed in it or
// above it. RANGE is HEAD~300..HEAD by default. Of the range's first-parent commits (--all: every one) those that
// lockstep looks at are compared: `lockstep check --commit` against what `drizzle-kit generate` does in a checkout.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const [folder = '.', range = 'HEAD~300..HEAD'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const repository = resolve(folder);
const firstParent = process.argv.includes('--all') ? [] : ['--first-parent'];

const git = (...args) => execFileSync('git', args, { cwd: repository, encoding: 'utf8', maxBuffer: 1 << 28 }).trim();

/** What lockstep says of each commit that it looked at: commit → config → verdict. */
function lockstepVerdicts() {
  const args = [cli, 'check', '--range', range, ...firstParent, '--format', 'json'];
  const started = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  console.log(`lockstep check --range ${range}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const report = JSON.parse(stdout);
  if (report.error) throw new Error(report.error.message);
  return report.projects.map(({ commit, path, findings }) => ({
    commit,
    config: path,
    verdict: verdictOf(findings),
    findings,
  }));
}

function verdictOf(findings) {
  const has = (...rules) => findings.some(({ rule }) => rules.includes(rule));
  if (has('lockstep/unreadable-schema', 'lockstep/not-comparable')) return 'error';
  // drizzle-kit says nothing of the schema where two snapshots have one parent: it stops there.
  if (has('history/fork')) return 'fork';
  return has('lockstep/schema-ahead', 'lockstep/migrations-ahead') ? 'different' : 'equal';
}

/** What drizzle-kit generate does in a checkout of the commit. */
function kitVerdict(checkout, config) {
  const bin = findUp(join(repository, dirname(config)), 'node_modules/drizzle-kit/bin.cjs');
  const cwd = workingFolder(checkout, config);
  const before = migrations(checkout);
  const result = spawnSync(process.execPath, [bin, 'generate', `--config=${join(checkout, config)}`], {
    cwd,
    encoding: 'utf8',
    input: '',
    env: { ...process.env, POSTGRES_URL: 'postgres://x:y@127.0.0.1:1/z', DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' },
  });
  const output = result.stdout + result.stderr;
  const wrote = migrations(checkout) !== before;
  if (/No schema changes/.test(output) && !wrote) return { verdict: 'equal', output };
  if (wrote || /Interactive prompts require a TTY/.test(output)) return { verdict: 'different', output };
  return { verdict: /pointing to a parent snapshot/.test(output) ? 'fork' : 'error', output };
}

const migrations = (checkout) =>
  spawnSync('git', ['status', '--porcelain', '-uall'], { cwd: checkout, encoding: 'utf8' }).stdout;

/** Where the project's paths start: the nearest folder above the config that has a package.json. */
function workingFolder(checkout, config) {
  for (let at = dirname(join(checkout, config)); ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) || at === checkout) return at;
  }
}

function findUp(from, path) {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, path))) return join(at, path);
    if (dirname(at) === at) throw new Error(`${path} is not installed above ${from}.`);
  }
}

const verdicts = lockstepVerdicts();
// Inside the repository's parent, so that packages installed there are found.
const checkout = mkdtempSync(join(dirname(repository), 'walk-'));
const counts = {};
const disagreements = [];
try {
  rmSync(checkout, { recursive: true });
  git('worktree', 'add', '--detach', '--no-checkout', checkout, 'HEAD');
  for (const { commit, config, verdict, findings } of verdicts) {
    spawnSync('git', ['checkout', '-qf', '--detach', commit], { cwd: checkout });
    spawnSync('git', ['clean', '-fdq'], { cwd: checkout });
    if (!existsSync(join(checkout, config))) throw new Error(`${config} is not in the checkout of ${commit}`);
    if (!existsSync(join(checkout, 'node_modules')) && readdirSync(checkout).length === 0)
      throw new Error('empty checkout');
    const kit = kitVerdict(checkout, config);
    const key = `lockstep ${verdict}, drizzle-kit ${kit.verdict}`;
    counts[key] = (counts[key] ?? 0) + 1;
    if (verdict !== kit.verdict) disagreements.push({ commit, config, verdict, kit, findings });
  }
} finally {
  spawnSync('git', ['worktree', 'remove', '--force', checkout], { cwd: repository });
}
console.log(`${verdicts.length} commits that touch a schema or migrations`);
console.table(counts);
for (const { commit, config, verdict, kit, findings } of disagreements) {
  console.log(`\n${commit} ${config}: lockstep ${verdict}, drizzle-kit ${kit.verdict}`);
  console.log(`  ${git('log', '-1', '--format=%s', commit)}`);
  for (const { rule, message } of findings) console.log(`  lockstep: ${rule} ${message}`);
  console.log(`  drizzle-kit: ${kit.output.trim().split('\n').slice(-6).join('\n    ')}`);
}
console.log(`\n${disagreements.length} disagreements`);

// npm run bench [-- --write docs/figures.md]: the figures that the project promises, each beside its peer in one run.
// Needs a build and the registry. Exit code 0 also when a figure misses its limit; 1 when one could not be taken.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './cases/check.mjs';
import { generators } from './cases/generators.mjs';
import { guard } from './cases/guard.mjs';
import { installSize, packageSize } from './cases/install.mjs';
import { parts } from './cases/parts.mjs';
import { review } from './cases/review.mjs';
import { rollback } from './cases/rollback.mjs';
import { runner } from './cases/runner.mjs';
import { scaffold } from './cases/scaffold.mjs';
import { versionOf } from './folders.mjs';
import { figuresTable, installsTable, quantitiesTable, timingsTable } from './report.mjs';
import { installPeers, makeProject, packPackages } from './setup.mjs';

const help = `Usage: node bench/run.mjs [--runs N] [--write FILE] [--keep] [--quick] [--only rollback|generators|runner|review]

  --runs N      measured runs of each command (default 20, at least 15 to be believed)
  --write FILE  also write the figures to a file
  --keep        leave the temporary folder, and say where it is
  --quick       leave out create-t3-app's install
  --only NAME   one group alone, from the build in dist: rollback, generators, runner, review
`;

/** What can be measured without packing and installing. */
const groups = {
  rollback,
  generators: (given) => ({ figures: generators(given), memory: [] }),
  runner: (given) => ({ figures: runner(given), memory: [] }),
  review: (given) => ({ figures: review(given), memory: [] }),
};
const { values } = options();
const runs = Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
try {
  const text = await figures();
  console.log(text);
  if (values.write !== undefined) writeFileSync(values.write, text);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  if (values.keep) console.error(`Kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

async function figures() {
  if (values.only !== undefined) return groupAlone(values.only);
  const began = load();
  say('Packing both packages and installing the peers');
  const packages = await packPackages(folder);
  const peers = installPeers(folder);
  say('Making a project');
  const project = makeProject(folder, packages);
  const { t3, t3Version } = peers;
  if (!values.quick) say('Installing a project of create-t3-app');
  const installs = values.quick ? [] : installSize({ folder, project, t3, t3Version });
  say('Measuring');
  const timed = [
    ...scaffold({ folder, packages, peers, runs }),
    ...check({ project, runs }),
    ...guard({ folder, project, runs }),
    ...generators({ folder, cli: project.cli, runs }),
    ...runner({ folder, cli: project.cli, runs }),
    ...review({ folder, cli: project.cli, runs }),
  ];
  const undone = rollback({ folder, cli: project.cli, runs });
  const kitVersion = versionOf(join(project.kit, '..'));
  return `# Figures

Written by \`node bench/run.mjs --write docs/figures.md\`. Whole processes, started by node without npx, ours and the
peer in turn, ${runs} runs of each after one to warm up. Times are medians, with the minimum in brackets; the ratio is
that of the medians. What a run needs (an empty folder, no memory) is brought about outside the measured time, and
every run's exit code and output are checked.

Node.js ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}; drizzle-kit ${kitVersion};
load average ${began} at the start and ${load()} at the end.${busy()}

## Time

${figuresTable([...timed, ...undone.figures])}

"In lockstep" and "a finding" are verdicts of the same check: a finding also asks drizzle-kit which statements are
missing. "Nothing remembered" means that the folder with the remembered verdicts was deleted before each run.

### Where the time of a check with nothing remembered goes

Each part as a process of its own. The check runs the loading of drizzle-kit beside git and esbuild, so they do not
add up.

${timingsTable(parts({ project, runs }))}

## Size

${quantitiesTable([...packageSize(packages), ...undone.memory])}
${
  installs.length === 0
    ? ''
    : `
${installsTable(installs)}

Room on the disk. The second is a web application with Next.js as well: a scale, not a contest.
`
}`;
}

/** Without packing and installing: of the build here. @param {string} name */
function groupAlone(name) {
  const began = load();
  const given = { folder, cli: join(import.meta.dirname, '../dist/cli.js'), runs };
  const { figures: timed, memory } = groups[name](given);
  const quantities = memory.length === 0 ? '' : `\n\n${quantitiesTable(memory)}`;
  return `${figuresTable(timed)}${quantities}\n\nLoad average ${began} at the start and ${load()} at the end.\n`;
}

function options() {
  try {
    const given = parseArgs({
      options: {
        runs: { type: 'string', default: '20' },
        write: { type: 'string' },
        keep: { type: 'boolean' },
        quick: { type: 'boolean' },
        only: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (given.values.help) {
      process.stdout.write(help);
      process.exit(0);
    }
    if (!/^[1-9]\d*$/.test(given.values.runs)) throw new Error(`--runs ${given.values.runs} is no number.`);
    const { only } = given.values;
    if (only !== undefined && !Object.hasOwn(groups, only)) throw new Error(`--only ${only} is not known.`);
    return given;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exit(2);
  }
}

function load() {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
}

/** A command that does two things at once loses more than its peer where every core is taken. */
function busy() {
  const [lately = 0] = loadavg();
  return lately > cpus().length ? ' The machine had other work: believe the ratios, not the times.' : '';
}

/** @param {string} text */
function say(text) {
  console.error(`${text}…`);
}

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node } from '../commands.mjs';
import { writeHistory } from '../history.mjs';
import { measure } from '../measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const replayScript = join(root, 'bench/peers/replay.mjs');
const handScript = join(root, 'bench/peers/by-hand.mjs');

/**
 * Down files and proofs on a PostgreSQL history of 300 migrations, beside plain scripts on PGlite.
 *
 * @param {{ folder: string, cli: string, runs: number }} given `cli`: lockstep's command, to be started by node
 * @returns {{ figures: import('../report.mjs').Figure[], memory: import('../report.mjs').Quantity[] }}
 */
export function rollback({ folder, cli, runs }) {
  const long = makeProject(folder, 300);
  const half = makeProject(folder, 150);
  const allLong = { ...downAll(long, cli), name: 'lockstep down --all' };
  const few = Math.max(3, Math.round(runs / 4));
  const replay = {
    name: 'a plain replay',
    argv: [replayScript, long.folder],
    cwd: long.folder,
    prints: /replayed 300/,
  };
  const [downs, downsOfHalf, plain] = measure([allLong, downAll(half, cli), replay], few);

  const proof = {
    name: 'lockstep prove',
    argv: [cli, 'prove', long.newest, '--fresh'],
    cwd: long.folder,
    prints: /proven on PGlite/,
  };
  const cold = { ...proof, prepare: () => forget(long) };
  const [coldProof, coldReplay] = measure([cold, replay], few);

  const kept = join(folder, 'kept');
  node(long.folder, replayScript, long.folder, kept, '1');
  const [warmProof, byHand] = measure([proof, hand(long, kept)], runs);

  /** @param {string} what @param {import('../measure.mjs').Subject} subject */
  const memory = (what, subject) => ({ what, value: memoryOf(subject), unit: 'MB', atMost: 1000 });
  return {
    figures: [
      {
        what: 'Proof of the newest of 300 migrations, kept state',
        ours: warmProof,
        peer: byHand,
        limit: { ratio: 1.5 },
      },
      { what: 'The same, nothing kept', ours: coldProof, peer: coldReplay, limit: { ratio: 1.3 } },
      { what: 'Down files of 300 migrations, nothing kept', ours: downs, peer: plain, limit: { ratio: 3 } },
      { what: 'The same beside half of them', ours: downs, peer: downsOfHalf, limit: { ratio: 2.2 } },
    ],
    memory: [
      memory('the most that a proof holds, kept state', proof),
      memory('the most that a proof holds, nothing kept', cold),
      memory('the most that lockstep down --all holds, 300 migrations', allLong),
    ],
  };
}

/** @typedef {{ folder: string, newest: string }} Long */

/** @param {string} folder @param {number} migrations @returns {Long} */
function makeProject(folder, migrations) {
  const project = join(folder, `history-${migrations}`);
  const newest = writeHistory(project, migrations).at(-1) ?? '';
  const modules = join(project, 'node_modules/@electric-sql');
  mkdirSync(modules, { recursive: true });
  symlinkSync(join(root, 'node_modules/@electric-sql/pglite'), join(modules, 'pglite'), 'junction');
  return { folder: project, newest };
}

/** @param {Long} project @param {string} cli @returns {import('../measure.mjs').Subject} */
function downAll(project, cli) {
  const out = join(project.folder, 'drizzle');
  return {
    name: 'half of it',
    argv: [cli, 'down', '--all'],
    cwd: project.folder,
    prints: /\d+ written; \d+ reversible/,
    prepare() {
      forget(project);
      for (const file of readdirSync(out)) if (file.endsWith('.down.sql')) rmSync(join(out, file));
    },
  };
}

/** @param {Long} project */
function forget({ folder }) {
  rmSync(join(folder, 'node_modules/.cache/drizzle-lockstep'), { recursive: true, force: true });
}

/** PGlite writes into its folder: each run has a fresh copy. @param {Long} project @param {string} kept */
function hand({ folder, newest }, kept) {
  const copy = `${kept}-copy`;
  return {
    name: 'a kept PGlite and the three scripts',
    argv: [handScript, folder, copy, newest],
    cwd: folder,
    prints: /up, down, up/,
    prepare() {
      rmSync(copy, { recursive: true, force: true });
      cpSync(kept, copy, { recursive: true });
    },
  };
}

/** @param {import('../measure.mjs').Subject} subject @returns {number} MB */
function memoryOf({ argv, cwd, prepare }) {
  prepare?.();
  const report = join(cwd, 'memory');
  const code = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`;
  node(cwd, '--import', `data:text/javascript,${encodeURIComponent(code)}`, ...argv);
  return Number(readFileSync(report, 'utf8')) / 1000;
}

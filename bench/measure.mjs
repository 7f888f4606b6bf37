// Times whole processes, a peer and ours in turn, so that what else the machine does falls on both.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Subject One command that is timed.
 * @property {string} name what a reader calls it
 * @property {string} [command] what is started; node unless told
 * @property {string[]} argv its arguments
 * @property {string} cwd
 * @property {() => void} [prepare] brings the files to where each run starts from; not timed
 * @property {number} [exitCode] what the command has to end with; 0 unless told
 * @property {RegExp} [prints] what its output has to hold: a command that did something else is not a measurement
 * @property {() => void} [verify] throws when a run did not do what it was timed for; not timed
 *
 * @typedef {{ name: string, median: number, min: number, runs: number }} Timing in milliseconds
 */

/**
 * Runs every subject once to warm up, then `runs` times in turn.
 *
 * @template {[Subject, ...Subject[]]} Subjects
 * @param {Subjects} subjects
 * @param {number} runs
 * @returns {{ [At in keyof Subjects]: Timing }} in the order of the subjects
 * @throws when a subject ends or prints otherwise than it said
 */
export function measure(subjects, runs) {
  const times = subjects.map(() => /** @type {number[]} */ ([]));
  for (const subject of subjects) once(subject);
  for (let run = 0; run < runs; run++) {
    for (const [at, subject] of subjects.entries()) times[at]?.push(once(subject));
  }
  const timings = subjects.map(({ name }, at) => {
    const sorted = (times[at] ?? []).sort((a, b) => a - b);
    return { name, median: median(sorted), min: sorted[0] ?? Number.NaN, runs };
  });
  return /** @type {{ [At in keyof Subjects]: Timing }} */ (timings);
}

/** @param {Subject} subject @returns {number} milliseconds from starting the process to its end */
function once({ name, command = process.execPath, argv, cwd, prepare, exitCode = 0, prints, verify }) {
  prepare?.();
  const started = performance.now();
  const result = spawnSync(command, argv, { cwd, env: environment(), timeout: 120_000, windowsHide: true });
  const took = performance.now() - started;
  const output = `${result.stdout}${result.stderr}`;
  if (result.error) throw result.error;
  if (result.status !== exitCode || (prints !== undefined && !prints.test(output))) {
    throw new Error(`${name} ended with exit code ${result.status} and printed:\n${output}`);
  }
  verify?.();
  return took;
}

/** Without what a surrounding git hook or a setting of node would change. */
export function environment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:GIT_|NODE_OPTIONS$|NODE_COMPILE_CACHE$|FORCE_COLOR$)/.test(name),
    ),
  );
}

/** @param {number[]} sorted */
function median(sorted) {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';
import { isObject } from '../is-object.js';
import { cacheFolder, cacheKey, readCached, writeCached } from '../repo/cache-folder.js';
import { type Plan, statusOf } from './plan.js';
import { type Written, writePlan } from './write.js';

/** A run of a generator: what it takes to undo it, and to see that nothing changed since. */
export interface Run {
  /** As typed, without the program: `new`, `table`, `orders`. */
  command: string[];
  /** ISO 8601. */
  at: string;
  files: RunFile[];
  /** Folders that the run made, outermost first; relative to the project. */
  folders: string[];
  /** Names in the migrations folder after the run. */
  migrations: string[];
}

export interface RunFile {
  /** Relative to the project. */
  path: string;
  /** The content before; `null` when there was no file. */
  before: string | null;
  /** Of the content that the run left; `null` when it deleted the file. */
  afterHash: string | null;
  /** It was executable before. */
  executable: boolean;
}

/** How many runs can be undone, one after the other. */
const most = 10;

/** What stands for a content in the record of a run. */
export function hashOf(content: string | null): string | null {
  return content === null ? null : createHash('sha256').update(content).digest('hex');
}

/**
 * Writes a plan whole or not at all and remembers it as the last run.
 *
 * @param run `migrations` names what lies in the migrations folder, asked after writing.
 * @returns whether it can be undone: not where nothing is installed, since the record lies in node_modules/.cache.
 */
export async function writeRun(plan: Plan, run: { command: string[]; migrations: () => string[] }): Promise<boolean> {
  const written = await writePlan(plan);
  const made = recordOf(plan, written, run.command, run.migrations());
  return made.files.length > 0 && keep(plan.root, [made, ...readRuns(plan.root)].slice(0, most));
}

function recordOf({ changes }: Plan, { folders, executable }: Written, command: string[], migrations: string[]): Run {
  const files = changes
    .filter((change) => statusOf(change) !== 'unchanged')
    .map(({ path, before, after }) => ({
      path,
      before,
      afterHash: hashOf(after),
      executable: executable.includes(path),
    }));
  return { command, at: new Date().toISOString(), files, folders, migrations };
}

/** The runs that are remembered of the project in `root`, newest first. */
export function readRuns(root: string): Run[] {
  const path = recordPath(root);
  const found = path === null ? null : readCached(path);
  return Array.isArray(found) && found.every(isRun) ? found : [];
}

/** Forgets the newest run. */
export function forgetRun(root: string): void {
  keep(root, readRuns(root).slice(1));
}

function keep(root: string, runs: Run[]): boolean {
  const path = recordPath(root);
  return path !== null && writeCached(path, runs);
}

/** One file for each project below the same node_modules. */
function recordPath(root: string): string | null {
  const cache = cacheFolder(root);
  if (cache === null) return null;
  const place = relative(cache, root).split(sep).join('/');
  return join(cache, 'runs', `${cacheKey(place).slice(0, 16)}.json`);
}

function isRun(value: unknown): value is Run {
  return (
    isObject(value) &&
    areTexts(value.command) &&
    typeof value.at === 'string' &&
    areTexts(value.folders) &&
    areTexts(value.migrations) &&
    Array.isArray(value.files) &&
    value.files.every(isRunFile)
  );
}

const isRunFile = (value: unknown): value is RunFile =>
  isObject(value) &&
  typeof value.path === 'string' &&
  isTextOrNull(value.before) &&
  isTextOrNull(value.afterHash) &&
  typeof value.executable === 'boolean';

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

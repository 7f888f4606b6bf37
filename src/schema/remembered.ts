import { join } from 'node:path';
import type { Head } from '../history/head.js';
import { findInstalled } from '../project/kit.js';
import type { Project } from '../project/project.js';
import { schemaFiles } from '../project/schema-files.js';
import { cacheFolder, cacheKey, readCached, writeCached } from '../repo/cache-folder.js';
import type { Tree } from '../repo/tree.js';
import { version } from '../version.js';
import { type Comparison, compareSchema } from './compare.js';

/** A comparison, and the content of every file that it rests on. */
interface Record {
  inputs: { [path: string]: string | null };
  comparison: Comparison;
}

/**
 * compareSchema, remembered by content: the schema files, everything they import from the tree, the snapshot, and
 * the versions of lockstep, drizzle-kit and drizzle-orm. Unreadable schemas are tried again each time: what they
 * lack may be installed since.
 *
 * @param head the newest state of the history; read only when the answer is not known.
 */
export async function compareRemembered(tree: Tree, project: Project, head: Head): Promise<Comparison> {
  const folder = join(tree.root, project.folder);
  const cache = cacheFolder(folder);
  if (cache === null) return compareSchema(tree, project, await head.read());
  const entries = schemaFiles(tree, project.schema);
  const key = cacheKey({
    version,
    kit: findInstalled(folder, 'drizzle-kit')?.version,
    orm: findInstalled(folder, 'drizzle-orm')?.version,
    project,
    entries: entries.map((path) => [path, tree.blobId(path)]),
    head: head.key,
  });
  const path = join(cache, 'verdicts', `${key}.json`);
  const known = readCached(path);
  if (isRecord(known) && Object.entries(known.inputs).every(([input, id]) => tree.blobId(input) === id)) {
    return known.comparison;
  }
  const comparison = await compareSchema(tree, project, await head.read());
  if (comparison.kind !== 'unreadable') {
    const inputs = Object.fromEntries(comparison.inputs.map((input) => [input, tree.blobId(input)]));
    writeCached(path, { inputs, comparison } satisfies Record);
  }
  return comparison;
}

function isRecord(value: unknown): value is Record {
  return typeof value === 'object' && value !== null && 'inputs' in value && 'comparison' in value;
}

import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { optimizeWebAssembly } from '../../src/database/postgresql/tier-up.js';
import { repositoryRoot } from './repository.js';

let made: Promise<Blob> | undefined;

/** PGlite with an empty database: a copy of one that is kept for all runs, since initdb takes longer than most tests. */
export async function emptyPglite(): Promise<PGlite> {
  optimizeWebAssembly(false);
  made ??= emptyCluster();
  return PGlite.create({ loadDataDir: await made });
}

/** Makes `folder` that of an empty database, as a copy of one that is kept for all runs. */
export async function emptyPgliteFolder(folder: string): Promise<void> {
  const kept = join(cache, `pglite-${pgliteVersion()}`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    const own = `${kept}.${process.pid}`;
    await (await PGlite.create(own)).close();
    try {
      renameSync(own, kept);
    } catch {
      // Another process was faster.
      rmSync(own, { recursive: true });
    }
  }
  cpSync(kept, folder, { recursive: true });
}

const cache = join(repositoryRoot, 'node_modules/.cache/lockstep-tests');

function pgliteVersion(): string {
  const manifest = readFileSync(join(repositoryRoot, 'node_modules/@electric-sql/pglite/package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(manifest);
  return version;
}

/** The folder of an empty database, as PGlite writes it out. */
async function emptyCluster(): Promise<Blob> {
  const folder = cache;
  const path = join(folder, `pglite-${pgliteVersion()}.tar`);
  if (existsSync(path)) return new Blob([readFileSync(path)]);
  const database = await PGlite.create();
  const cluster = await database.dumpDataDir('none');
  await database.close();
  mkdirSync(folder, { recursive: true });
  // Whole or not at all: other processes may be making it at the same moment.
  writeFileSync(`${path}.${process.pid}`, Buffer.from(await cluster.arrayBuffer()));
  renameSync(`${path}.${process.pid}`, path);
  return cluster;
}

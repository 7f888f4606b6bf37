import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

/** The folder of an empty database, as PGlite writes it out. */
async function emptyCluster(): Promise<Blob> {
  const manifest = readFileSync(join(repositoryRoot, 'node_modules/@electric-sql/pglite/package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(manifest);
  const folder = join(repositoryRoot, 'node_modules/.cache/lockstep-tests');
  const path = join(folder, `pglite-${version}.tar`);
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

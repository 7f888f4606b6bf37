import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { type Client, createClient } from '@libsql/client';
import { onTestFinished } from 'vitest';
import type { Dialect } from '../../../src/project/dialects.js';
import { keptProject } from '../../helpers/kept-project.js';
import { emptyPglite } from '../../helpers/pglite.js';
import {
  addTable,
  committedProject,
  generate,
  ownSource as projectSource,
  tableSource,
} from '../../helpers/project.js';
import { Repository } from '../../helpers/repository.js';

/** A branch's schema change with its migration, committed. */
export function commitTable(repository: Repository, name: string, dialect: Dialect = 'postgresql'): void {
  addTable(repository, name, dialect);
  generate(repository, `add_${name}`);
  commitAll(repository, `Add ${name}`);
}

/** The columns of the table `users`, with their migration, committed. */
export function commitColumns(
  repository: Repository,
  columns: string[],
  name: string,
  dialect: Dialect = 'postgresql',
): void {
  repository.write('src/schema/users.ts', tableSource(dialect, 'users', columns));
  generate(repository, name);
  commitAll(repository, name);
}

export function commitAll(repository: Repository, message: string): void {
  repository.git('add', '-A');
  repository.git('commit', '-qm', message);
}

const ownSource = readFileSync(join(import.meta.dirname, 'branches.ts'), 'utf8');

/** main adds invoices, feature (checked out) adds orders; both as `0001_…`. Made once, and copied. */
export function forked(dialect: Dialect = 'postgresql'): Repository {
  const made = keptProject(['forked', dialect, projectSource, ownSource], () => {
    const repository = committedProject(dialect);
    repository.git('checkout', '-qb', 'feature');
    commitTable(repository, 'orders', dialect);
    repository.git('checkout', '-q', 'main');
    commitTable(repository, 'invoices', dialect);
    repository.git('checkout', '-q', 'feature');
    return repository;
  });
  return new Repository('repository', made);
}

/** Resolves the barrel, which both branches add a line to. */
export function resolveBarrel(repository: Repository, tables: string[]): void {
  repository.write('src/schema/index.ts', ['users', ...tables].map((name) => `export * from './${name}';\n`).join(''));
  repository.git('add', 'src');
}

/** Runs `lockstep rebase`; throws with its output when it fails. */
export function rebase(repository: Repository, ...args: string[]): string {
  const { code, stdout, stderr } = repository.lockstep(['rebase', ...args]);
  if (code !== 0) throw new Error(`rebase ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** A branch that is rebased in the middle of a merge of main, with what the command said. Made once, and copied. */
export function rebasedInMerge(dialect: Dialect): { repository: Repository; output: string } {
  const made = keptProject(['rebased in a merge', dialect, projectSource, ownSource], () => {
    const repository = forked(dialect);
    if (repository.tryGit('merge', 'main').code !== 1) throw new Error('The branches do not conflict.');
    resolveBarrel(repository, ['invoices', 'orders']);
    repository.write(saidPath, rebase(repository));
    return repository;
  });
  const repository = new Repository('repository', made);
  return { repository, output: repository.read(saidPath) };
}

const saidPath = '.git/said-by-rebase';

interface Journal {
  entries: { idx: number; tag: string; when: number }[];
}

export function journal(repository: Repository): Journal['entries'] {
  const { entries }: Journal = JSON.parse(repository.read('drizzle/meta/_journal.json'));
  return entries;
}

export const tags = (repository: Repository): string[] => journal(repository).map((entry) => entry.tag);

/** The chain of the snapshots: each follows the one before it. */
export function isChained(repository: Repository): boolean {
  const snapshots = tags(repository).map((tag): { id: string; prevId: string } =>
    JSON.parse(repository.read(`drizzle/meta/${tag.split('_')[0]}_snapshot.json`)),
  );
  return snapshots.every((snapshot, at) => at === 0 || snapshot.prevId === snapshots[at - 1]?.id);
}

/** Whether each migration is newer than all before it: stock drizzle would skip one that is not. */
export function isRising(repository: Repository): boolean {
  const times = journal(repository).map((entry) => entry.when);
  return times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0));
}

/** What drizzle-kit's own generate says about the working tree. */
export function stockGenerate(repository: Repository): string {
  const kit = createRequire(import.meta.url)
    .resolve('drizzle-kit')
    .replace(/[^/\\]+$/, 'bin.cjs');
  return execFileSync(process.execPath, [kit, 'generate'], { cwd: repository.folder, encoding: 'utf8' });
}

/** A SQLite database after drizzle's own migrator has run. */
export async function stockSqlite(repository: Repository): Promise<{ database: Client; tables: string[] }> {
  const database = createClient({ url: ':memory:' });
  onTestFinished(() => database.close());
  const { drizzle } = await import('drizzle-orm/libsql');
  const { migrate } = await import('drizzle-orm/libsql/migrator');
  await migrate(drizzle(database), { migrationsFolder: join(repository.folder, 'drizzle') });
  const { rows } = await database.execute(
    "select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\' order by name",
  );
  return { database, tables: rows.map(({ name }) => String(name)) };
}

/** The tables and ledger times of a database after drizzle's own migrator has run, starting from what it holds. */
export async function stockMigrate(
  repository: Repository,
  started?: PGlite,
): Promise<{ database: PGlite; tables: string[]; ledger: number[] }> {
  const database = started ?? (await emptyPglite());
  const { drizzle } = await import('drizzle-orm/pglite');
  const { migrate } = await import('drizzle-orm/pglite/migrator');
  await migrate(drizzle(database), { migrationsFolder: join(repository.folder, 'drizzle') });
  const tables = await database.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const ledger = await database.query<{ at: string }>(
    'select created_at as at from drizzle.__drizzle_migrations order by id',
  );
  return {
    database,
    tables: tables.rows.map((row) => row.name),
    ledger: ledger.rows.map((row) => Number(row.at)),
  };
}

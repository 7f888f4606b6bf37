import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { piecesOf } from '../../database/pieces.js';
import type { Piece } from '../../database/replay.js';
import type { Migration } from '../../history/history.js';
import type { Dialect } from '../../project/dialects.js';
import { splitStatements } from '../../sql/breakpoints.js';
import type { Reversible } from '../down-file.js';
import { type Job, projectFolder } from '../job.js';
import type { Staging } from '../staging.js';
import { type Stop, scriptOf } from '../walk.js';
import { type Proof, prove } from './prove.js';

export type { Proof };

/**
 * Proves that the SQL of a down file undoes its migration.
 *
 * @param body the SQL below the header; one that is declared not reversible is not run, but the migration is.
 */
export async function proveBody(
  staging: Staging,
  stop: Stop,
  {
    job,
    migration,
    body,
    reversible,
  }: { job: Job; migration: Migration; body: string; reversible: Reversible['kind'] },
): Promise<Proof> {
  const { dialect } = job.project;
  return prove(staging, {
    subject: { dialect, tag: migration.tag, up: migration.sql, down: migration.down, lockstep: job.lockstep },
    up: scriptOf(stop.migration),
    down: reversible === 'no' ? null : { tag: `the down of ${migration.tag}`, pieces: statementPieces(dialect, body) },
    operations: stop.operations,
    before: stop.before,
    engine: stop.engine.label,
    date: job.date,
    isStructureOnly: reversible === 'structure only',
    ignoresPragma: dialect === 'sqlite' && !hasLibsql(projectFolder(job)),
  });
}

/** The pieces that hold a statement: MySQL refuses one of comments alone. */
function statementPieces(dialect: Dialect, body: string): Piece[] {
  return piecesOf(body).filter(({ sql }) => splitStatements(dialect, sql).length > 0);
}

/** Of drizzle's migrators for SQLite, libSQL's alone turns foreign keys off before its transaction (drizzle-orm 0.45.4). */
function hasLibsql(folder: string): boolean {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return false;
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return ['dependencies', 'devDependencies'].some((field) => '@libsql/client' in record(record(parsed)[field]));
  } catch {
    return false;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

import { LockstepError } from '../../errors.js';
import type { Migration } from '../../history/history.js';
import { namedMigration } from '../../history/named.js';
import { readHistory } from '../../history/read.js';
import { requireRepository } from '../../repo/git.js';
import type { Io } from '../command.js';
import type { OpenedReview } from './open.js';

/** Which migrations the arguments of `lockstep review` name. */
export interface Chosen {
  tags: string[];
  all: boolean;
  pending: boolean;
  since: string | undefined;
  url: string | undefined;
}

/**
 * The migrations to review, in their order: those that are named, all, those that a database does not have, those that
 * a commit does not have, or those after `since` of the settings.
 *
 * @throws LockstepError (exit 2) for two ways at once, and for names that mean nothing.
 */
export async function chosenMigrations(opened: OpenedReview, chosen: Chosen, io: Io): Promise<Migration[]> {
  const { history, own } = opened;
  const ways = [
    ...(chosen.tags.length > 0 ? ['TAG'] : []),
    ...(chosen.all ? ['--all'] : []),
    ...(chosen.pending ? ['--pending'] : []),
    ...(chosen.since === undefined ? [] : ['--since']),
  ];
  if (ways.length > 1) {
    throw new LockstepError(`${ways.join(' and ')} cannot be used together.`, { fix: 'Choose one of them.' });
  }
  if (chosen.url !== undefined && !chosen.pending) {
    throw new LockstepError('--url names a database, and only --pending asks one.', { fix: 'Add --pending.' });
  }
  if (chosen.all) return history.migrations;
  if (chosen.pending) return pending(opened, chosen.url, io);
  if (chosen.since !== undefined) return notIn(opened, chosen.since);
  if (chosen.tags.length === 0) return own;
  const named = new Set(chosen.tags.map((name) => namedMigration(history, name)));
  return history.migrations.filter((migration) => named.has(migration));
}

/** Throws a LockstepError (exit 2) where the SQL of one of them is not there: nothing can be said of its risks. */
export function refuseMissingSql({ found: { tree } }: OpenedReview, chosen: Migration[]): void {
  const missing = chosen.find(({ sql }) => !tree.isFile(sql));
  if (missing === undefined) return;
  throw new LockstepError(`${missing.sql} is missing, and ${missing.tag} cannot be reviewed without it.`, {
    path: missing.sql,
    fix: 'Restore it from git; lockstep check says what else the history lacks.',
  });
}

/** What the database has not applied, out of order and half-applied ones included. */
async function pending({ found, history }: OpenedReview, url: string | undefined, io: Io): Promise<Migration[]> {
  const [{ openDatabase }, { readStatus }] = await Promise.all([
    import('../database/run.js'),
    import('../../runner/status.js'),
  ]);
  const config = found.configPath;
  const { connection, history: local, place } = await openDatabase(io, { url, config }, { mustExist: true });
  try {
    const { migrations } = await readStatus(connection, local, place);
    const open = new Set(
      migrations
        .filter(({ state }) => ['pending', 'out of order', 'half-applied'].includes(state))
        .map(({ tag }) => tag),
    );
    return history.migrations.filter(({ tag }) => open.has(tag));
  } finally {
    await connection.close();
  }
}

/** The migrations that a commit does not have. */
async function notIn({ found, history }: OpenedReview, revision: string): Promise<Migration[]> {
  const repository = requireRepository(found.tree.root, '--since');
  const { readCommitTree } = await import('../../repo/git-tree.js');
  const tree = await readCommitTree(repository, revision, found.project.out);
  try {
    const before = await readHistory(tree, found.project.out, history.line);
    const tags = new Set(before.migrations.map(({ tag }) => tag));
    return history.migrations.filter(({ tag }) => !tags.has(tag));
  } finally {
    tree.close();
  }
}

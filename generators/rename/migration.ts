import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import type { State } from '../../src/history/head.js';
import type { History } from '../../src/history/history.js';
import { readHistory } from '../../src/history/read.js';
import type { FoundProject } from '../../src/project/find.js';
import { requireKit } from '../../src/project/kit.js';
import { changedTree } from '../../src/repo/changed-tree.js';
import type { Tree } from '../../src/repo/tree.js';
import type { PlannedRename } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { compareSchema, diffSnapshots } from '../../src/schema/compare.js';
import type { Snapshot } from '../../src/schema/protocol.js';
import { renameStatements } from '../../src/schema/rename/rename-statements.js';
import type { Rename } from '../../src/schema/rename/renamed-snapshot.js';
import { parseOperations } from '../../src/sql/parse-operations.js';
import { readHead, requireLockstep } from '../in-lockstep.js';
import { fileChange } from '../migration-files.js';
import { downChange } from './down.js';
import { journalFiles, type MigrationFiles } from './files.js';
import { kitMigration } from './folders.js';
import { withoutRebuild } from './sqlite-alone.js';

/**
 * The files of the migration that a rename takes, its snapshot, its place in the history and its down file, so that the
 * project is in lockstep with them. Paths are relative to the project.
 *
 * @throws LockstepError (exit 1 or 2) when the project is not in lockstep before, and for a rename that cannot be
 * written as one. Nothing is written.
 */
export async function planRename(found: FoundProject, { changes, rename, name }: PlannedRename): Promise<FileChange[]> {
  const { tree, project } = found;
  const { line } = requireKit(found.root);
  const history = await readHistory(tree, project.out, line);
  const head = await requireLockstep(found, history, 'a rename would be mixed up with what is not generated yet');
  const inTree = (path: string): string => posix.join(project.folder, path);
  const edited = changedTree(tree, new Map(changes.map(({ path, after }) => [inTree(path), after])));
  const after = await compareSchema(edited, project, head);
  if (after.kind !== 'different') {
    throw new LockstepError(
      after.kind === 'equal'
        ? 'The name in the database would be the same as before.'
        : `The schema could not be evaluated after the rename: ${after.message}`,
      { exitCode: 1, fix: 'Nothing was written.' },
    );
  }
  const { snapshot } = after;
  const files =
    line === 'journal'
      ? await journalMigration(found, history, head, snapshot, { rename, name })
      : await foldersMigration(found, history, edited, { head, snapshot }, { rename, name });
  const planned = new Map([...changes.map(({ path, after: text }) => [inTree(path), text] as const), ...files.texts]);
  const result = changedTree(tree, planned);
  await checkResult(found, result, rename);
  const down = await downChange(found, result, files.tag);
  const all = [...files.texts, ...down];
  return Promise.all(all.map(([path, text]) => fileChange(tree, project.folder, path, text)));
}

/** What is planned must be a rename, and must leave the project in lockstep. */
async function checkResult(found: FoundProject, tree: Tree, rename: Rename): Promise<void> {
  const { project, dialect } = found;
  const history = await readHistory(tree, project.out, requireKit(found.root).line);
  const last = history.migrations.at(-1);
  const sql = last ? ((await tree.read(last.sql)) ?? '') : '';
  const operations = await parseOperations(dialect, sql);
  const lost = operations.find(({ kind }) => kind === 'drop table' || kind === 'drop column');
  if (lost || !operations.some(({ kind }) => kind === `rename ${rename.kind}`)) {
    throw refused(rename, `drizzle-kit would write ${lost ? lost.kind : 'no rename'} instead`);
  }
  const compared = await compareSchema(tree, project, await readHead({ ...found, tree }, history));
  if (compared.kind !== 'equal') throw refused(rename, 'schema and migrations would not be in lockstep afterwards');
}

type Wanted = Pick<PlannedRename, 'rename' | 'name'>;

async function journalMigration(
  { root, dialect, tree, project }: FoundProject,
  history: History,
  head: State,
  snapshot: Snapshot,
  { rename, name }: Wanted,
): Promise<MigrationFiles> {
  if (head.type !== 'snapshot') throw new Error('A history of the 0.x line has one newest snapshot.');
  const plan = renameStatements(head.snapshot, snapshot, rename, dialect);
  if ('reason' in plan) throw refused(rename, plan.reason);
  const state = (one: Snapshot): State => ({ type: 'snapshot', snapshot: one });
  const rest = await diffSnapshots(root, dialect, state(plan.between), state(snapshot));
  if (rest.failed !== undefined) throw refused(rename, rest.failed);
  const sql = [...plan.statements, ...rest.sql];
  return journalFiles({ history, tree, project, now: Date.now(), name, sql, id: randomUUID() }, snapshot, rename);
}

/** drizzle-kit 1.0 takes the answer to its question, and lets constraints and indexes follow (1.0.0-rc.5). */
async function foldersMigration(
  found: FoundProject,
  { migrations }: History,
  edited: Tree,
  { head, snapshot }: { head: State; snapshot: Snapshot },
  { rename, name }: Wanted,
): Promise<MigrationFiles> {
  const last = migrations.at(-1)?.when ?? 0;
  const files = await kitMigration(found, edited, { rename, name, now: Date.now(), last });
  const texts = files.texts.map(async ([path, text]): Promise<[string, string]> => {
    const isSql = posix.basename(path) === 'migration.sql' && found.dialect === 'sqlite';
    return [path, isSql ? await withoutRebuild(found, text, head, { type: 'snapshot', snapshot }) : text];
  });
  return { tag: files.tag, texts: await Promise.all(texts) };
}

function refused({ kind, from, to }: Rename, reason: string): LockstepError {
  return new LockstepError(
    `The ${kind} ${from} cannot be renamed to ${to} by a migration that is only that: ${reason}.`,
    {
      exitCode: 1,
      fix: 'Rename it in the schema and write the migration by hand: lockstep generate --custom. Nothing was written.',
    },
  );
}

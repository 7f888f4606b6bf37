import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { NoEngine } from '../../src/database/packages.js';
import { LockstepError } from '../../src/errors.js';
import type { Finding } from '../../src/finding.js';
import type { State } from '../../src/history/head.js';
import type { History } from '../../src/history/history.js';
import { readHistory } from '../../src/history/read.js';
import type { FoundProject } from '../../src/project/find.js';
import { requireKit } from '../../src/project/kit.js';
import { changedTree } from '../../src/repo/changed-tree.js';
import type { Tree } from '../../src/repo/tree.js';
import { makeDowns } from '../../src/rollback/make-downs.js';
import { proveDowns } from '../../src/rollback/proof/prove-downs.js';
import type { PlannedMigration } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { requireLockstep } from '../in-lockstep.js';
import { fileChange } from '../migration-files.js';
import { jobFor } from '../rename/down.js';
import { journalFiles, type MigrationFiles } from '../rename/files.js';
import { kitMigration } from '../rename/folders.js';
import { withRows } from './rows.js';

/**
 * The files of a migration that changes rows and not the schema: its SQL, its snapshot, its place in the history, and
 * its down file with what takes the rows back. Paths are relative to the project.
 *
 * @throws LockstepError (exit 1) when the project is not in lockstep before, or has no migration yet.
 */
export async function planMigration(found: FoundProject, planned: PlannedMigration): Promise<FileChange[]> {
  const { tree, project, root } = found;
  const history = await readHistory(tree, project.out, requireKit(root).line);
  if (history.migrations.length === 0) {
    throw new LockstepError('There is no migration yet, so no table that could have rows.', {
      exitCode: 1,
      fix: 'lockstep generate',
    });
  }
  const head = await requireLockstep(found, history, 'the SQL may mean what no database has yet');
  const files = await emptyMigration(found, history, head, planned);
  const texts = new Map(files.texts);
  const result = changedTree(tree, texts);
  for (const [path, text] of await derivedDowns(found, result, files.tag)) {
    const written = planned.down === null ? text : await provenDown(found, texts, path, withRows(text, planned.down));
    texts.set(path, written);
  }
  return Promise.all([...texts].map(([path, text]) => fileChange(tree, project.folder, path, text)));
}

async function emptyMigration(
  found: FoundProject,
  history: History,
  head: State,
  { name, sql }: PlannedMigration,
): Promise<MigrationFiles> {
  const { tree, project } = found;
  if (history.line === 'journal') {
    if (head.type !== 'snapshot') throw new Error('A history of the 0.x line has one newest snapshot.');
    const made = { history, tree, project, now: Date.now(), name, sql: [sql], id: randomUUID() };
    return journalFiles(made, head.snapshot, null);
  }
  const last = history.migrations.at(-1)?.when ?? 0;
  const files = await kitMigration(found, tree, { rename: null, name, now: Date.now(), last });
  return {
    tag: files.tag,
    texts: files.texts.map(([path, text]) => [path, posix.basename(path) === 'migration.sql' ? `${sql}\n` : text]),
  };
}

/** The down files as lockstep finds them. Throws a LockstepError (exit 1) when the migration cannot be run. */
async function derivedDowns(found: FoundProject, tree: Tree, tag: string): Promise<[path: string, text: string][]> {
  const made: [string, string][] = [];
  await makeDowns(await jobFor(found, tree), new Set([tag]), {
    withProof: true,
    made: async ({ migration, text, findings }) => {
      refuse(findings);
      made.push([migration.down, text]);
    },
  });
  return made;
}

/** What the engine refuses is wrong in what was asked for. */
function refuse(findings: Finding[]): void {
  const [first] = findings.filter(({ severity }) => severity === 'error');
  if (first === undefined) return;
  throw new LockstepError(`The migration does not do what it should: ${first.message}`, {
    exitCode: 1,
    fix: 'Mend the expression. Nothing was written.',
  });
}

/** The down file with the proof of what stands in it now; without an engine as it is. */
async function provenDown(
  found: FoundProject,
  migration: ReadonlyMap<string, string>,
  path: string,
  text: string,
): Promise<string> {
  const tree = changedTree(found.tree, new Map([...migration, [path, text]]));
  const job = await jobFor(found, tree);
  const tags = job.history.migrations.filter(({ down }) => down === path).map(({ tag }) => tag);
  let proven = text;
  try {
    await proveDowns(job, new Set(tags), {
      fresh: true,
      proven: async (down) => {
        refuse(down.findings);
        proven = down.text ?? text;
      },
    });
  } catch (error) {
    if (!(error instanceof NoEngine)) throw error;
  }
  return proven;
}

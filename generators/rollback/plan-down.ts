import { LockstepError } from '../../src/errors.js';
import type { History, Migration } from '../../src/history/history.js';
import { namedMigration } from '../../src/history/named.js';
import type { FoundProject } from '../../src/project/find.js';
import type { Tree } from '../../src/repo/tree.js';
import { composeDown, mayRewrite } from '../../src/rollback/compose-down.js';
import { noInverse } from '../../src/rollback/inverse.js';
import { makeDowns } from '../../src/rollback/make-downs.js';
import type { PlannedDown } from '../../src/scaffold/generator.js';
import { fileChange } from '../migration-files.js';
import { jobFor } from '../rename/down.js';

/**
 * The down file of a migration that has none, as `lockstep generate` makes it, or as a template.
 *
 * @param typed its tag, or what means it; undefined: the newest without a down file.
 * @throws LockstepError (exit 1 or 2) when there is one already, and where the migration has no SQL file.
 */
export async function planDown(
  found: FoundProject,
  typed: string | undefined,
  { template }: { template: boolean },
): Promise<PlannedDown> {
  const { tree, project } = found;
  const job = await jobFor(found, tree);
  const migration = typed === undefined ? newestWithout(job.history, tree) : namedMigration(job.history, typed);
  const { tag, down } = migration;
  const existing = await tree.read(down);
  if (existing !== null) throw thereAlready(migration, existing, job.lockstep);
  const up = await tree.read(migration.sql);
  if (up === null) {
    throw new LockstepError(`The SQL of ${tag} is missing, so nothing is known of what it did.`, {
      exitCode: 1,
      path: migration.sql,
      fix: 'Get the file back from the history of the repository.',
    });
  }
  const planned = async (text: string, toFillIn: string | null): Promise<PlannedDown> => ({
    change: await fileChange(tree, project.folder, down, text),
    tag,
    toFillIn,
  });
  if (template) {
    const reason = 'not written yet: put what undoes it below';
    return planned(composeDown({ tag, up, date: job.date }, noInverse(reason), null, null).text, reason);
  }
  let made: PlannedDown | undefined;
  await makeDowns(job, new Set([tag]), {
    withProof: true,
    made: async ({ text, reversible }) => {
      made = await planned(text, reversible?.kind === 'no' ? reversible.reason : null);
    },
  });
  if (made === undefined) throw new Error(`No down file was made for ${tag}.`);
  return made;
}

function newestWithout({ migrations, out }: History, tree: Tree): Migration {
  const open = migrations.filter(({ down }) => !tree.isFile(down)).at(-1);
  if (open !== undefined) return open;
  throw new LockstepError(
    migrations.length === 0 ? `There is no migration in ${out}.` : 'Every migration has its down file.',
    {
      fix: migrations.length === 0 ? 'lockstep generate' : 'Name the one that is to be written anew: lockstep down TAG',
    },
  );
}

function thereAlready(
  { tag, down }: Migration,
  existing: string,
  lockstep: (command: string) => string,
): LockstepError {
  return new LockstepError(`${tag} has a down file already.`, {
    path: down,
    fix: mayRewrite(existing)
      ? `Write it anew: ${lockstep(`down ${tag}`)}`
      : 'Somebody has edited it. Change it by hand, or delete it first.',
  });
}

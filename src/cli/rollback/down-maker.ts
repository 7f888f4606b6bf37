import type { MakeDowns } from '../../guard/rebase/down-files.js';
import type { FoundProject } from '../../project/find.js';
import { makeDowns } from '../../rollback/make-downs.js';
import type { Io } from '../command.js';
import { meansOf } from './open-job.js';

/** Makes and proves the down files of a history that is not written yet. */
export function downMaker(found: FoundProject, io: Io): MakeDowns {
  return async (tree, project, history, migrations) => {
    const texts = new Map<string, string>();
    if (migrations.length === 0) return texts;
    const means = await meansOf(found, io);
    await makeDowns({ ...means, tree, project, history }, new Set(migrations.map(({ tag }) => tag)), {
      withProof: true,
      made: async ({ migration, text, outcome }) => {
        if (outcome !== 'by hand') texts.set(migration.tag, text);
      },
    });
    return texts;
  };
}

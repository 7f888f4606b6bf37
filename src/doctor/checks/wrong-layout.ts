import { lineOf } from '../../project/kit.js';
import type { Check } from '../check.js';
import { addCommand, localCommand } from '../commands.js';

export const wrongLayout: Check = {
  name: 'doctor/wrong-layout',
  severity: 'error',
  holds: 'The migrations have the layout that drizzle-kit writes',
  docs: {
    what: 'The migrations are laid out for another version of drizzle-kit than the installed one: a journal for 0.31, a folder each for 1.0.',
    why: 'drizzle-kit does not see them then. It would generate the whole schema anew, as the first migration.',
    example: `doctor/wrong-layout  drizzle/meta/_journal.json
  drizzle has migrations with a journal, and drizzle-kit 1.0.0-rc.5 is installed, which writes a folder each.`,
    mend: `After a change to 1.0 bring them over, and commit what it did:

    npx drizzle-kit up

After a change back to 0.31 there is no way but that of the commits: go back to the one before \`up\`.`,
  },
  run({ projects, manager }) {
    if (projects.every(({ kit, history }) => kit === null || history === null)) return null;
    return projects.flatMap(({ project, kit, history }) => {
      const line = kit && lineOf(kit.version);
      if (kit === null || line === null || history === null || history.migrations.length === 0) return [];
      if (history.line === line) return [];
      const toFolders = line === 'folders';
      return [
        {
          config: project.config,
          message: `${project.out} has migrations with ${toFolders ? 'a journal' : 'a folder each'}, and drizzle-kit ${kit.version} is installed, which writes ${toFolders ? 'a folder each' : 'a journal'}.`,
          path: history.journal ?? history.migrations[0]?.sql ?? project.out,
          fix: toFolders
            ? localCommand(manager, 'drizzle-kit up')
            : `${addCommand(manager, 'drizzle-kit@rc', true)}, and drizzle-orm with it`,
        },
      ];
    });
  },
};

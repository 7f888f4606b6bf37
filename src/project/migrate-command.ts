import { basename } from 'node:path';
import type { Tree } from '../repo/tree.js';
import { runScript, scriptsOf, typedCommand } from './commands.js';
import { configOption, kitConfigOption } from './config-option.js';
import { isMigratedElsewhere } from './migrated-elsewhere.js';
import type { Project } from './project.js';

/**
 * How one would apply the migrations of a project: by a script that runs lockstep, else by a program that it has as its
 * script `db:migrate`, else by lockstep where it reaches the database.
 *
 * @param folder absolute path of the project.
 */
export async function migrateCommand(
  folder: string,
  tree: Tree,
  place: Pick<Project, 'config' | 'folder'>,
): Promise<string> {
  const scripts = scriptsOf(folder);
  const option = configOption(tree, place);
  const command = `lockstep migrate${option}`;
  const own = Object.values(scripts).includes(command) ? undefined : scripts['db:migrate'];
  // drizzle-kit alone takes no lock; behind another command it may get variables that lockstep would lack.
  const isProgram = own !== undefined && !/^(?:drizzle-kit|lockstep) migrate\b/.test(own.trim());
  const isOther = option !== '' && own?.includes('drizzle-kit') === true && !own.includes(basename(place.config));
  if (isProgram && !isOther) return runScript(folder, 'db:migrate');
  return (await isMigratedElsewhere(tree, place.config))
    ? typedCommand(folder, 'db:migrate', `drizzle-kit migrate${kitConfigOption(place)}`)
    : typedCommand(folder, 'db:migrate', command);
}

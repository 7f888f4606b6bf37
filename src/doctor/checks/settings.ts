import { posix } from 'node:path';
import { LockstepError } from '../../errors.js';
import { readSettings, settingsFor } from '../../project/settings.js';
import type { Check, Found } from '../check.js';
import { localCommand } from '../commands.js';
import type { Examined, Subject } from '../subject.js';

export const settings: Check = {
  name: 'doctor/settings',
  severity: 'error',
  holds: 'The settings fit the project',
  docs: {
    what: 'The settings, `package.json#lockstep`, cannot be read, or name a migration or a config that is not there.',
    why: 'A `since` that is no migration leaves nothing alone, or the wrong things; one for a config that was moved holds for none.',
    example: `doctor/settings  package.json
  lockstep.since names 0012_old_name, which is no migration in drizzle.`,
    mend: `Name the last migration of the time before adoption as it is called now, or set it to the newest:

    lockstep check --adopt`,
  },
  async run(subject) {
    const withSettings = subject.manifests.filter(({ content }) => content.lockstep !== undefined);
    if (withSettings.length === 0) return null;
    const [ofProjects, ofFiles] = await Promise.all([
      Promise.all(subject.projects.map((examined) => unknownSince(examined, subject))),
      Promise.all(withSettings.map(({ path, folder }) => unknownConfigs(path, folder, subject))),
    ]);
    return [...ofProjects.flat(), ...ofFiles.flat()];
  },
};

async function unknownSince({ project, history }: Examined, { tree, manager }: Subject): Promise<Found[]> {
  const since = (await settingsFor(tree, project.config).catch(() => null))?.sinceTag ?? null;
  if (since === null || history === null || history.migrations.some(({ tag }) => tag === since)) return [];
  return [
    {
      config: project.config,
      message: `lockstep.since names ${since}, which is no migration in ${project.out}.`,
      path: 'package.json',
      fix: localCommand(manager, 'lockstep check --adopt'),
    },
  ];
}

async function unknownConfigs(path: string, folder: string, { tree }: Subject): Promise<Found[]> {
  try {
    const { since } = await readSettings(tree, path);
    if (typeof since !== 'object') return [];
    return Object.keys(since)
      .filter((config) => !tree.isFile(posix.join(folder, config)))
      .map((config) => ({
        message: `lockstep.since names the config ${config}, which is not there.`,
        path,
        fix: `Take ${config} out of lockstep.since in ${path}, or name it as it is called now`,
      }));
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    return [{ message: error.message, path, ...(error.fix === undefined ? {} : { fix: error.fix }) }];
  }
}

import { findConfigs } from '../../src/project/discover.js';
import type { FoundProject } from '../../src/project/find.js';
import { readSettings } from '../../src/project/settings.js';
import type { Joining } from '../../src/scaffold/join/joining.js';

const settings = 'package.json';

/**
 * `lockstep.configs` in the repository's package.json, where a config has a name by which none is looked for
 * (`configs/sqlite.config.ts`): without it no check would see the project.
 */
export async function joinConfigs(joining: Joining, projects: readonly FoundProject[]): Promise<void> {
  const [first] = projects;
  if (first === undefined) return;
  const found = await findConfigs(first.tree);
  const missing = projects.map(({ project }) => project.config).filter((config) => !found.includes(config));
  if (missing.length === 0) return;
  const { configs } = await readSettings(first.tree, settings);
  if (configs === undefined && joining.read(settings) !== null) {
    joining.members(settings, { lockstep: { configs: [...found, ...missing].sort() } });
    return;
  }
  joining.notes.push(
    `No check looks at ${missing.join(', ')}: list it in lockstep.configs of ${settings} at the top of the repository.`,
  );
}

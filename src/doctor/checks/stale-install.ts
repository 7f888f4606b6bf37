import type { Check, Found } from '../check.js';
import { installAllCommand, type PackageManager } from '../commands.js';
import type { Examined } from '../subject.js';
import { isInRange } from '../versions.js';

export const staleInstall: Check = {
  name: 'doctor/stale-install',
  severity: 'warning',
  holds: 'What is installed is what package.json asks for',
  docs: {
    what: 'The installed drizzle-kit or drizzle-orm is not in the range that package.json names.',
    why: 'Somebody raised the version and this clone was not installed since. It generates and judges with the old one, and everybody else with the new one.',
    example: `doctor/stale-install  package.json:14
  drizzle-kit 0.31.4 is installed; package.json asks for ^0.31.11.`,
    mend: 'Install the dependencies anew: `npm install`.',
  },
  run({ projects, manager }) {
    if (projects.every(({ kit, orm }) => kit === null && orm === null)) return null;
    return projects.flatMap((examined) => of(examined, manager));
  },
};

function of({ project, manifest, kit, orm }: Examined, manager: PackageManager): Found[] {
  if (manifest === null) return [];
  return Object.entries({ 'drizzle-kit': kit, 'drizzle-orm': orm }).flatMap(([name, installed]) => {
    const range = manifest.dependencies.get(name);
    if (installed === null || range === undefined || isInRange(installed.version, range) !== false) return [];
    return [
      {
        config: project.config,
        message: `${name} ${installed.version} is installed; ${manifest.path} asks for ${range}.`,
        path: manifest.path,
        line: manifest.source.slice(0, manifest.source.indexOf(`"${name}"`)).split('\n').length,
        target: name,
        fix: installAllCommand(manager),
      },
    ];
  });
}

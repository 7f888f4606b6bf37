import { posix } from 'node:path';
import type { FoundProject } from '../../src/project/find.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { packageManagerCommands } from '../project/package-managers.js';
import { dependencyVersions } from '../project/versions.js';
import type { JoinOptions } from './plan.js';

const plopfiles = ['plopfile.js', 'plopfile.mjs', 'plopfile.cjs', 'plopfile.ts', 'plopfile.mts'];

/** A plopfile with lockstep's generators; one that is there stays, and a note says which line it needs. */
export function joinPlop(joining: Joining, found: FoundProject, around: Surroundings, options: JoinOptions): void {
  const at = (path: string): string => posix.join(around.folder, path);
  const there = plopfiles.map(at).find((path) => joining.read(path) !== null);
  if (there !== undefined) {
    const text = joining.read(there) ?? '';
    if (!text.includes('lockstepGenerators')) {
      joining.notes.push(
        `${there} stays as it is. Let it call: await lockstepGenerators(plop), from 'drizzle-lockstep/plop'.`,
      );
    }
    return;
  }
  const plopCommand = packageManagerCommands[around.packageManager].exec('plop');
  const config = posix.relative(around.folder || '.', found.project.config);
  joining.create(at('plopfile.mjs'), options.render('init/plopfile.mjs.hbs', { plopCommand, config }));
  if (!('plop' in around.dependencies)) {
    joining.members(at('package.json'), { devDependencies: { plop: dependencyVersions(options.nodeVersion).plop } });
  }
}

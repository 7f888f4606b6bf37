import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from '../measure.mjs';

/**
 * What the check with nothing remembered is made of, each part as a process of its own. The check runs them side by
 * side where it can, so they do not add up.
 *
 * @param {{ project: import('../setup.mjs').Project, runs: number }} given
 * @returns {import('../measure.mjs').Timing[]}
 */
export function parts({ project, runs }) {
  const { folder, kit } = project;
  const modules = join(folder, 'node_modules');
  const tables = join(folder, 'src/db/schema');
  const entryPoints = readdirSync(tables).map((name) => join(tables, name));
  const options = { entryPoints, bundle: true, write: false, packages: 'external', platform: 'node', outdir: folder };
  /** @param {string} path */
  const require = (path) => `require(${JSON.stringify(path)})`;
  return measure(
    [
      { name: 'starting node', argv: ['-e', '0'], cwd: folder },
      { name: 'git ls-files --stage', command: 'git', argv: ['ls-files', '--stage', '-z'], cwd: folder },
      {
        name: 'starting node, loading esbuild and bundling the schema',
        argv: [
          '-e',
          `${require(join(modules, 'esbuild'))}.build(${JSON.stringify(options)}).then((built) => console.log(built.outputFiles.length))`,
        ],
        prints: new RegExp(`^${entryPoints.length}$`, 'm'),
        cwd: folder,
      },
      {
        name: 'starting node, loading the API of drizzle-kit',
        argv: ['-e', require(join(kit, '../api.js'))],
        cwd: folder,
      },
      {
        name: 'starting node, loading the command of drizzle-kit (--version)',
        argv: [kit, '--version'],
        cwd: folder,
        prints: /drizzle-kit/,
      },
    ],
    runs,
  );
}

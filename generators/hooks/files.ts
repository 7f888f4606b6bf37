import type { ProjectFile } from '../project/file.js';

/** Those that refuse a commit or a push, then those that only tell what came with a merge, a branch or a rebase. */
const hooks = ['pre-commit', 'pre-merge-commit', 'pre-push', 'post-merge', 'post-checkout', 'post-rewrite'];

/**
 * The git hooks, for husky 9. What they run is found through the PATH, to which husky adds `node_modules/.bin`.
 * In a subfolder of the repository they go to the project first, as git starts them at the repository's root.
 */
export function hookFiles(options: { subfolder: string }): ProjectFile[] {
  const values = { subfolder: options.subfolder !== '' };
  return [
    ...hooks.map((name) => ({
      path: `.husky/${name}`,
      template: `shared/husky/${name}.hbs`,
      values,
      executable: true,
    })),
    { path: '.husky/install.js', template: 'shared/husky/install.js' },
  ];
}

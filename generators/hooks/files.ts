import type { ProjectFile } from '../project/file.js';

/**
 * The git hooks, for husky 9. What they run is found through the PATH, to which husky adds `node_modules/.bin`.
 * In a subfolder of the repository they go to the project first, as git starts them at the repository's root.
 */
export function hookFiles(options: { subfolder: string }): ProjectFile[] {
  const values = { subfolder: options.subfolder !== '' };
  return [
    { path: '.husky/pre-commit', template: 'shared/husky/pre-commit.hbs', values, executable: true },
    { path: '.husky/pre-merge-commit', template: 'shared/husky/pre-merge-commit.hbs', values, executable: true },
    { path: '.husky/pre-push', template: 'shared/husky/pre-push.hbs', values, executable: true },
    { path: '.husky/install.js', template: 'shared/husky/install.js' },
  ];
}

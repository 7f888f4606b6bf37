/** What a project can be joined with; everything by default but `plop`, which only teams with generators of their own need. */
export const parts = ['scripts', 'settings', 'attributes', 'hooks', 'ci', 'agents', 'plop'] as const;
export type Part = (typeof parts)[number];

export const defaultParts: readonly Part[] = parts.filter((part) => part !== 'plop');

/** For `--help` and messages. */
export const partHints: Record<Part, string> = {
  scripts: 'db:* scripts and the development dependencies that they need',
  settings: 'package.json#lockstep: the migration from which on the rules hold',
  attributes: '.gitattributes: the same line endings for migrations on every system',
  hooks: 'git hooks, with the manager that is there',
  ci: 'a workflow that checks every push and proves down files, with the scripts that it runs',
  agents: 'instructions and limits for coding agents',
  plop: 'a plopfile with the generators, for teams that add their own',
};

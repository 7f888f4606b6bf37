import type { ListedCommand } from '../command.js';

/** Every command. One is a file here and a line in this list. */
export const commands: ListedCommand[] = [
  {
    name: 'init',
    summary: 'Join an existing project: scripts, hooks, CI, instructions for agents',
    load: async () => (await import('./init.js')).command,
  },
  {
    name: 'new',
    summary: 'Make a schema change with a generator: tables, columns, renames',
    load: async () => (await import('./new.js')).command,
  },
  {
    name: 'templates',
    summary: 'List the templates of the generators, or copy one into the project to change it',
    load: async () => (await import('./templates.js')).command,
  },
  {
    name: 'undo',
    summary: 'Undo the last run of a generator, if nothing changed since',
    load: async () => (await import('./undo.js')).command,
  },
  {
    name: 'generate',
    summary: 'Generate the migration, its snapshot and its down file',
    load: async () => (await import('./generate.js')).command,
  },
  {
    name: 'check',
    summary: 'Check that schema and migrations are in lockstep',
    load: async () => (await import('./check.js')).command,
  },
  {
    name: 'down',
    summary: 'Write the files that undo migrations, from the migrations themselves',
    load: async () => (await import('./down.js')).command,
  },
  {
    name: 'prove',
    summary: 'Prove down files: up, down and up again on tables with rows',
    load: async () => (await import('./prove.js')).command,
  },
  {
    name: 'review',
    summary: 'Read migrations for what they destroy, lock or fail on, given the schema before',
    load: async () => (await import('./review.js')).command,
  },
  {
    name: 'approve',
    summary: 'Accept a finding of the review by its name, with a reason, in the down file',
    load: async () => (await import('./approve.js')).command,
  },
  {
    name: 'migrate',
    summary: 'Apply pending migrations: locked, in order, resumable',
    load: async () => (await import('./migrate.js')).command,
  },
  {
    name: 'rollback',
    summary: 'Undo applied migrations by their down files, newest first',
    load: async () => (await import('./rollback.js')).command,
  },
  {
    name: 'status',
    summary: 'Say which migrations a database has: applied, pending, out of order, edited, half-applied',
    load: async () => (await import('./status.js')).command,
  },
  {
    name: 'baseline',
    summary: 'Let an existing database join: note migrations as applied, once its schema is proven to be theirs',
    load: async () => (await import('./baseline.js')).command,
  },
  {
    name: 'drift',
    summary: 'Compare the schema of a database with what its applied migrations build',
    load: async () => (await import('./drift.js')).command,
  },
  {
    name: 'push',
    summary: 'Try a schema out on a database of this machine, without a migration',
    load: async () => (await import('./push.js')).command,
  },
  {
    name: 'impact',
    summary: 'Say what depends on a table or a column: in the database, the schema files and the code',
    load: async () => (await import('./impact.js')).command,
  },
  {
    name: 'rebase',
    summary: "Put this branch's migrations on top of the base branch's",
    load: async () => (await import('./rebase.js')).command,
  },
  {
    name: 'doctor',
    summary: 'Say what around the project is not as it should be: versions, hooks, ignored files, images',
    load: async () => (await import('./doctor.js')).command,
  },
  {
    name: 'arrived',
    summary: 'In a git hook: say which migrations arrived',
    hidden: true,
    load: async () => (await import('./arrived.js')).command,
  },
];

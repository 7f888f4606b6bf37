import { readFileSync } from 'node:fs';
import type { Dialect } from '../../src/project/dialects.js';
import { keptProject } from './kept-project.js';
import { configSource, ownSource as projectSource } from './project.js';
import { Repository } from './repository.js';

export interface WrittenOptions {
  dialect?: Dialect;
  line?: 'journal' | 'folders';
  /** The packages that package.json names. */
  dependencies?: Record<string, string>;
  /** Settings: `package.json#lockstep`. */
  settings?: object;
  config?: string;
}

const start = Date.UTC(2026, 0, 1);
const hour = 60 * 60 * 1000;

/** The SQL file of a migration of {@link writtenProject}; its down file on the journal line ends in `.down.sql`. */
export const upPath = (tag: string): string => `drizzle/${tag}.sql`;
export const downPath = (tag: string): string => `drizzle/${tag}.down.sql`;

/**
 * A repository with a project whose migrations somebody wrote by hand: name → SQL, and no snapshots. On the journal
 * line `users` becomes `0000_users`; on the line of folders `20260101000000_users`.
 */
export function writtenProject(migrations: Record<string, string>, options: WrittenOptions = {}): Repository {
  const { dialect = 'postgresql', line = 'journal', dependencies = {}, settings, config } = options;
  const repository = new Repository();
  repository.write(
    'package.json',
    JSON.stringify({
      name: 'shop',
      type: 'module',
      dependencies,
      ...(settings === undefined ? {} : { lockstep: settings }),
    }),
  );
  repository.write('drizzle.config.ts', config ?? configSource(dialect));
  repository.install();
  const names = Object.keys(migrations);
  if (line === 'folders') {
    for (const [at, name] of names.entries()) {
      repository.write(`drizzle/${folderTag(at, name)}/migration.sql`, migrations[name] ?? '');
    }
    return repository;
  }
  const tags = names.map((name, at) => `${String(at).padStart(4, '0')}_${name}`);
  for (const [at, tag] of tags.entries()) repository.write(upPath(tag), migrations[names[at] ?? ''] ?? '');
  const entries = tags.map((tag, idx) => ({ idx, version: '7', when: start + idx * hour, tag, breakpoints: true }));
  repository.write('drizzle/meta/_journal.json', JSON.stringify({ version: '7', dialect, entries }, null, 2));
  return repository;
}

/** The same with the down files that lockstep writes, none of them proven. Made once, and copied. */
export function projectWithDowns(migrations: Record<string, string>, options: WrittenOptions = {}): Repository {
  const made = keptProject(['downs', migrations, options, projectSource, ownSource], () => {
    const repository = writtenProject(migrations, options);
    const { code, stdout, stderr } = repository.lockstep(['down']);
    if (code !== 0) throw new Error(`down ended with ${code}:\n${stdout}${stderr}`);
    return repository;
  });
  return new Repository(undefined, made);
}

const ownSource = readFileSync(import.meta.filename, 'utf8');

/** The name of a migration's folder. */
export function folderTag(at: number, name: string): string {
  return `202601010${String(at).padStart(2, '0')}000_${name}`;
}

export const breakpoint = '\n--> statement-breakpoint\n';

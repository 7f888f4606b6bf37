import { dirname } from 'node:path';
import { LockstepError } from '../errors.js';
import { nearest } from '../scaffold/nearest.js';
import type { History, Migration } from './history.js';

/**
 * The migration that a name means: its tag, the beginning of one that no other begins with, or the path of one of its
 * files.
 *
 * @throws LockstepError (exit 2) for a name that means none, or several.
 */
export function namedMigration(history: History, name: string): Migration {
  const plain = tagIn(name);
  const exact = history.migrations.find(({ tag }) => tag === plain);
  const [first, ...others] = history.migrations.filter(({ tag }) => tag.startsWith(plain));
  if (exact !== undefined) return exact;
  if (first !== undefined && others.length === 0) return first;
  const tags = history.migrations.map(({ tag }) => tag);
  if (first !== undefined) {
    throw new LockstepError(`${name} may mean ${[first, ...others].map(({ tag }) => tag).join(', ')}.`, {
      fix: 'Name one of them.',
    });
  }
  const [guess] = nearest(plain, tags);
  throw new LockstepError(`There is no migration ${name} in ${history.out}.`, {
    fix: guess === undefined ? `It has ${tags.length} migrations.` : `Did you mean ${guess}?`,
  });
}

/** `drizzle/0003_add.sql`, `drizzle/0003_add.down.sql` and `drizzle/2026…_add/migration.sql` are paths of migrations. */
function tagIn(name: string): string {
  const path = name.replaceAll('\\', '/').replace(/\/$/, '');
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (['migration.sql', 'down.sql', 'snapshot.json'].includes(file)) return dirname(path).split('/').at(-1) ?? '';
  return file.replace(/(\.down)?\.sql$/, '');
}

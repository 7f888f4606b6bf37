import { posix } from 'node:path';
import type { History } from '../../history/history.js';
import { isGlob } from '../../project/schema-files.js';
import type { Found, Rule, Subject } from '../rule.js';
import { typed } from '../text.js';
import { globBase, isInside } from '../touched.js';
import { harmOf, orphanDowns, orphanSnapshots, unlistedSql } from '../unlisted.js';

export const foreignFile: Rule = {
  name: 'history/foreign-file',
  severity: 'warning',
  scope: 'migration',
  docs: {
    what: 'A file lies in the migrations folder that neither drizzle-kit nor lockstep writes, or that belongs to a migration that is not there. A README, files whose name begins with a dot, and what `drizzle-kit pull` and Expo put there are left alone.',
    why: 'It looks as if it did something, and nothing runs it. A snapshot without its migration does harm: drizzle-kit 0.31 compares the schema with the last snapshot by name, and stops where two follow the same one. A journal beside the folders of the 1.0 line stops drizzle-orm. These two are errors unless the settings say otherwise.',
    example: `history/foreign-file  drizzle/meta/0003_snapshot.json
  drizzle/meta/0003_snapshot.json belongs to no migration, and drizzle-kit compares the schema with it.`,
    mend: `Move the file out of the folder, or delete it. A snapshot whose migration was lost in a merge comes back with it:

    git log --oneline --diff-filter=D -- 'drizzle/0003_*'`,
  },
  check(subject) {
    return [...snapshots(subject), ...downs(subject), ...leftoverJournal(subject), ...others(subject)];
  },
};

function snapshots({ history, nodes }: Subject): Found[] {
  const prefixes = new Set(unlistedSql(history).map((path) => posix.basename(path).split(/[_.]/)[0]));
  const readable = new Set(nodes.map((node) => node.path));
  return (
    orphanSnapshots(history)
      // Its SQL file lies there without an entry, or it cannot be read: other rules say so.
      .filter((path) => readable.has(path) && !prefixes.has(posix.basename(path).split('_')[0]))
      .map((path): Found => {
        const harm = harmOf(path, history, nodes);
        return {
          message: `${path} belongs to no migration${harm === null ? '' : `, and ${harm}`}.`,
          path,
          ...(harm === null ? {} : { severity: 'error' }),
          fix: `Delete it, or restore its migration: git log --oneline --diff-filter=D -- ${typed(path)}`,
        };
      })
  );
}

function downs({ history }: Subject): Found[] {
  return orphanDowns(history).map((path) => ({
    message: `${path} undoes a migration that is not there.`,
    path,
    fix: `git rm -- ${typed(path)}`,
  }));
}

function leftoverJournal({ history }: Subject): Found[] {
  const path = posix.join(history.out, 'meta/_journal.json');
  if (history.line !== 'folders' || !history.files.includes(path)) return [];
  return [
    {
      message: `${path} is of drizzle-kit 0.x and lies beside the folders of 1.0. drizzle-orm and drizzle-kit 1.0 refuse to work while it is there.`,
      path,
      severity: 'error',
      fix: `Delete it if its migrations are among the folders; else move them there: npx drizzle-kit up`,
    },
  ];
}

/** Files of other kinds; those of one subfolder are told together. */
function others({ history, project }: Subject): Found[] {
  // Where the schema lies in the migrations folder too, its neighbours are code.
  const holdsCode = project.schema.some((pattern) => {
    const base = isGlob(pattern) ? globBase(pattern) : pattern;
    return isInside(base, history.out) && base !== posix.join(history.out, 'schema.ts');
  });
  const nested = nestedHistories(history);
  const own = new Set(history.migrations.flatMap(({ sql, snapshot, down }) => [sql, snapshot, down]));
  const groups = new Map<string, string[]>();
  for (const path of history.files) {
    const name = nameIn(history.out, path);
    if (own.has(path) || isKnown(history.line, name)) continue;
    if (nested.some((folder) => name.startsWith(`${folder}/`)) || (holdsCode && !name.endsWith('.sql'))) continue;
    const [folder = '', ...below] = name.split('/');
    const isBeside = history.migrations.some(({ tag }) => history.line === 'folders' && tag === folder);
    const key = below.length === 0 || isBeside ? path : posix.join(history.out, folder);
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups].map(([key, paths]) => ({
    message: `${paths.length > 1 ? `${key} holds ${paths.length} files that are` : `${paths[0]} is`} neither of drizzle-kit nor of lockstep: no migration runs ${paths.length > 1 ? 'them' : 'it'}, and no check looks at ${paths.length > 1 ? 'them' : 'it'}.`,
    path: paths[0] ?? key,
    fix: `Move ${paths.length > 1 ? key : paths[0]} out of ${history.out}.`,
  }));
}

/** Folders in the migrations folder that are migrations folders themselves: one for each dialect, for example. */
function nestedHistories({ out, files }: History): string[] {
  return files.flatMap((path) => {
    const name = nameIn(out, path);
    if (!name.endsWith('/meta/_journal.json') && !name.endsWith('/snapshot.json')) return [];
    const above = name.split('/').slice(0, -2).join('/');
    return above === '' ? [] : [above];
  });
}

/** The path of a file in the migrations folder, relative to that. */
function nameIn(out: string, path: string): string {
  return path.startsWith(`${out}/`) ? path.slice(out.length + 1) : path;
}

/** What drizzle-kit pull (0.31.11, 1.0.0-rc.5) and its Expo driver write beside the migrations. */
const written = new Set(['schema.ts', 'relations.ts', 'migrations.js', 'migrations.d.ts']);

function isKnown(line: History['line'], name: string): boolean {
  const base = posix.basename(name);
  const folder = posix.dirname(name);
  if (base.startsWith('.') || base.endsWith('.md') || /^readme\b/i.test(base)) return true;
  if (written.has(name) || name === 'meta/_journal.json') return true;
  // Those that belong to no migration are for the functions above, and for other rules.
  if (folder === '.' && name.endsWith('.sql')) return true;
  return line === 'journal' ? folder === 'meta' && name.endsWith('.json') : base === 'down.sql';
}

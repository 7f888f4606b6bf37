import type { Migration } from '../../history/history.js';
import { renames } from '../renames.js';
import type { Rule, Subject } from '../rule.js';
import { tagsBefore } from '../since.js';
import { listed, typed } from '../text.js';

export const deleted: Rule = {
  name: 'history/deleted',
  severity: 'error',
  scope: 'always',
  docs: {
    what: 'A migration on the base branch is not in the history any more, or a file of it is gone.',
    why: 'Databases that have it keep what it did, and new ones never get it: from then on they are not the same. What is published is undone by a new migration.',
    example: `history/deleted  drizzle/meta/_journal.json
  0001_add_orders is published (commit 1a2b3c4d5) and is not in the staged files any more. Databases that have it keep what it
  did, and new ones never get it.`,
    mend: `Bring it back, from the commit that is named:

    git checkout 1a2b3c4d5 -- drizzle

Where this branch has migrations of its own, take the base branch's history as it is and re-create them on top of it:

    lockstep rebase

To undo what it does, change the schema and run \`lockstep generate\`.`,
  },
  check(subject) {
    const { tree, history, published, commands } = subject;
    if (published === null) return [];
    const commit = published.commit.slice(0, 9);
    const known = new Set(published.history.migrations.map((migration) => migration.tag));
    const hasOwn = history.migrations.some((migration) => !known.has(migration.tag));
    const found = gone(subject).map((migration) => ({
      message: `${migration.tag} is published (${published.tree.label}) and is not in ${tree.label} any more. Databases that have it keep what it did, and new ones never get it.`,
      path: history.journal ?? migration.sql,
      migration: migration.tag,
      fix: hasOwn ? commands.lockstep('rebase') : `git checkout ${commit} -- ${typed(history.out)}`,
    }));
    const files = goneFiles(subject).map(([migration, paths]) => ({
      message: `${migration.tag} is published (${published.tree.label}), and ${listed(paths)} ${paths.length > 1 ? 'are' : 'is'} not in ${tree.label} any more.`,
      path: migration.listed.path,
      line: migration.listed.line,
      migration: migration.tag,
      fix: `git checkout ${commit} -- ${typed(...paths)}`,
    }));
    return [...found, ...files];
  },
};

function gone(subject: Subject): Migration[] {
  const { tree, history, published, since } = subject;
  if (published === null) return [];
  if (published.history.line !== history.line) return goneOnTheWay(subject);
  const tags = new Set(history.migrations.map((migration) => migration.tag));
  const old = tagsBefore(published.history, since);
  const isRenamed = renames(subject);
  return published.history.migrations.filter((migration) => {
    if (tags.has(migration.tag) || isRenamed.has(migration)) return false;
    // The SQL file alone is history/unjournaled-sql, which leaves alone what is older than `since`.
    return !tree.isFile(migration.sql) || old.has(migration.tag);
  });
}

/** drizzle-kit up gives every migration a folder: with its SQL, and its name after another time. */
function goneOnTheWay({ tree, history, published }: Subject): Migration[] {
  const name = (tag: string): string => tag.slice(tag.indexOf('_') + 1);
  const names = new Set(history.migrations.map((migration) => name(migration.tag)));
  const blobs = new Set(history.migrations.map((migration) => tree.blobId(migration.sql)));
  return (published?.history.migrations ?? []).filter(
    (migration) => !names.has(name(migration.tag)) && !blobs.has(published?.tree.blobId(migration.sql) ?? ''),
  );
}

/** Files of migrations that are still listed, where the rules on missing files leave them alone as old ones. */
function goneFiles({ tree, history, published, since }: Subject): [Migration, string[]][] {
  if (published === null || published.history.line !== history.line) return [];
  const old = tagsBefore(history, since);
  return history.migrations
    .filter((migration) => old.has(migration.tag))
    .map((migration): [Migration, string[]] => [
      migration,
      [migration.sql, migration.snapshot].filter(
        (path) => !tree.isFile(path) && published.tree.isFile(path) && isListed(published.history.migrations, path),
      ),
    ])
    .filter(([, paths]) => paths.length > 0);
}

function isListed(migrations: Migration[], path: string): boolean {
  return migrations.some(({ sql, snapshot }) => sql === path || snapshot === path);
}

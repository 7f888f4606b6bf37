import type { Migration } from '../../history/history.js';
import { hiddenMigrations } from '../../history/order.js';
import type { Rule, Subject } from '../rule.js';

export const outOfOrder: Rule = {
  name: 'history/out-of-order',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A migration of the journal has a time (`when`) that is not later than that of every migration before it; or a new one has a time that is not later than that of every published one.',
    why: 'drizzle-orm 0.x applies only what is newer than the newest migration in the database. On a database that has the migration before it, this one is skipped in silence, with exit code 0. It happens when a branch is merged late.',
    example: `history/out-of-order  drizzle/meta/_journal.json:20
  0002_add_orders has an earlier time than 0001_add_invoices before it (2026-03-01T10:00:00.000Z, 2026-03-02T10:00:00.000Z).
  A database that has 0001_add_invoices skips it in silence.`,
    mend: `Re-create this branch's migrations on top of the base branch's, with later times:

    lockstep rebase

or set \`when\` of the entry by hand to a value above all before it. Where the migration is published already, look first
which databases have skipped it: they run it after the mend; those that have it would run it again.`,
  },
  check(subject) {
    const { history } = subject;
    if (history.line !== 'journal') return [];
    const hidden = hiddenMigrations(history.migrations);
    const inserted = insertedMigrations(subject).filter(([migration]) => !hidden.has(migration));
    return [...hidden, ...inserted].map(([migration, by]) => ({
      message: `${migration.tag} has ${migration.when === by.when ? 'the same time as' : 'an earlier time than'} ${by.tag} ${hidden.has(migration) ? 'before it' : 'after it, which is published'} (${time(migration.when)}, ${time(by.when)}). A database that has ${by.tag} skips it in silence.`,
      path: migration.listed.path,
      line: migration.listed.line,
      migration: migration.tag,
      fix: mend(history.migrations, migration),
    }));
  },
};

/** New migrations that were put before a published one: in order in the journal, and too late all the same. */
function insertedMigrations({ history, published }: Subject): [Migration, Migration][] {
  const known = published?.history.line === 'journal' ? published.history.migrations : [];
  const tags = new Set(known.map((migration) => migration.tag));
  const newest = history.migrations
    .filter((migration) => tags.has(migration.tag))
    .reduce<Migration | null>((a, b) => (a === null || b.when > a.when ? b : a), null);
  if (newest === null) return [];
  return history.migrations
    .filter((migration) => !tags.has(migration.tag) && migration.when <= newest.when)
    .map((migration) => [migration, newest]);
}

function mend(migrations: Migration[], migration: Migration): string {
  const after = Math.max(...migrations.map(({ when }) => when)) + 1;
  const { path, line } = migration.listed;
  if (migrations.at(-1) === migration) return `Set "when" of ${migration.tag} to ${after} in ${path}:${line}`;
  return `Move the entry of ${migration.tag} to the end of ${path}, with "when": ${after}`;
}

/** A time for people; a number that is none as it is. */
function time(when: number): string {
  return Math.abs(when) <= 8.64e15 ? new Date(when).toISOString() : String(when);
}

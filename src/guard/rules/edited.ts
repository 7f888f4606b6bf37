import type { Migration } from '../../history/history.js';
import { record } from '../../history/json.js';
import { duplicates, hiddenMigrations } from '../../history/order.js';
import { canonical } from '../../schema/snapshots.js';
import { irregularSnapshots } from '../irregular.js';
import { renames } from '../renames.js';
import type { Found, Rule, Subject } from '../rule.js';
import { firstDifference, isSameText, listed, typed } from '../text.js';

export const edited: Rule = {
  name: 'history/edited',
  severity: 'error',
  scope: 'always',
  docs: {
    what: "A migration on the base branch was changed: its SQL, the schema in its snapshot, or its entry in the journal. Its down file may change, and so may line endings, the layout of a snapshot's JSON, and what mends a fault of the published history.",
    why: 'Databases that have the migration do not get the change, and no tool of drizzle notices: from then on they are not like new ones. With another time in the journal it may run again, or hide others.',
    example: `history/edited  drizzle/0001_add_orders.sql:3
  0001_add_orders is published (commit 1a2b3c4d5) and its SQL was changed. Databases that have it do not get the change.`,
    mend: `Put it back, from the commit that is named:

    git checkout 1a2b3c4d5 -- drizzle/0001_add_orders.sql

and make the change in a new migration: change the schema and run \`lockstep generate\`.`,
  },
  check(subject) {
    const { history, published } = subject;
    if (published === null || published.history.line !== history.line) return [];
    const now = new Map(history.migrations.map((migration) => [migration.tag, migration]));
    const renamed = renames(subject);
    const faults = faultsOf(subject, published.history.migrations);
    return published.history.migrations.flatMap((old): Found[] => {
      const current = now.get(old.tag) ?? (history.line === 'journal' ? renamed.get(old) : undefined);
      if (current === undefined) return [];
      const changes = [
        ...(old.tag === current.tag ? fileChanges(subject, old, faults) : []),
        ...entryChanges(old, current, faults),
      ];
      const [first] = changes;
      if (first === undefined) return [];
      return [
        {
          message: `${old.tag} is published (${published.tree.label}) and ${listed(changes.map(({ what }) => what))} ${changes.length > 1 ? 'were' : 'was'} changed${current.tag === old.tag ? '' : ` to ${current.tag}`}. ${first.consequence}`,
          path: first.path,
          line: first.line,
          migration: current.tag,
          fix: fixOf(changes, published.commit.slice(0, 9)),
        },
      ];
    });
  },
};

const lost = 'Databases that have it do not get the change.';
const elsewhere = 'Every other branch has it as it was.';

interface Change {
  what: string;
  path: string;
  line: number;
  consequence: string;
  /** What puts it back, where that is not its whole file. */
  back?: string;
}

/** What of the published history is faulty: to change that is to mend it. */
interface Faults {
  hidden: Map<Migration, Migration>;
  indexes: boolean;
  snapshots: Set<string>;
  /** Migrations of this tree after one that is new: they count on from it. */
  moved: Set<Migration>;
  now: number;
}

function faultsOf({ history, publishedNodes, now }: Subject, migrations: Migration[]): Faults {
  // On the 1.0 line it is normal that two snapshots follow one.
  const known = new Set(migrations.map((migration) => migration.tag));
  const inserted = history.migrations.findIndex((migration) => !known.has(migration.tag));
  const snapshots = history.line === 'journal' ? irregularSnapshots(publishedNodes) : [];
  return {
    hidden: hiddenMigrations(migrations),
    indexes: duplicates(migrations).size > 0,
    snapshots: new Set(snapshots),
    moved: new Set(inserted < 0 ? [] : history.migrations.slice(inserted)),
    now,
  };
}

function fileChanges({ contents, publishedContents }: Subject, { sql, snapshot }: Migration, faults: Faults): Change[] {
  const changes: Change[] = [];
  const both = (path: string): [string, string] | null => {
    const [before, after] = [publishedContents.get(path), contents.get(path)];
    return before === undefined || after === undefined ? null : [before, after];
  };
  const texts = both(sql);
  if (texts !== null && !isSameText(...texts)) {
    changes.push({ what: 'its SQL', path: sql, line: firstDifference(...texts), consequence: lost });
  }
  const snapshots = both(snapshot);
  if (snapshots !== null && !faults.snapshots.has(snapshot) && !isSameSchema(...snapshots)) {
    const consequence = 'drizzle-kit would take it for the schema that the databases have.';
    changes.push({
      what: 'the schema in its snapshot',
      path: snapshot,
      line: firstDifference(...snapshots),
      consequence,
    });
  }
  return changes;
}

function entryChanges(old: Migration, now: Migration, { hidden, indexes, moved, now: time }: Faults): Change[] {
  const { path, line } = now.listed;
  const changes: Change[] = [];
  const change = (what: string, key: string, value: string, consequence: string): void => {
    changes.push({ what, path, line, consequence, back: `Set "${key}" back to ${value} in ${path}:${line}` });
  };
  if (old.tag !== now.tag) change('its tag', 'tag', JSON.stringify(old.tag), elsewhere);
  if (old.when !== now.when && !hidden.has(old) && old.when <= time) {
    const consequence = 'drizzle-orm goes by it: databases that have it run it again, or skip others.';
    change('its time in the journal', 'when', String(old.when), consequence);
  }
  if (old.idx !== now.idx && !indexes && !moved.has(now))
    change('its number in the journal', 'idx', String(old.idx), elsewhere);
  return changes;
}

/** By what a snapshot says of the schema; drizzle-kit up rewrites it in another version. */
function isSameSchema(before: string, after: string): boolean {
  const [a, b] = [parse(before), parse(after)];
  if (a === null || b === null) return isSameText(before, after);
  return a.version !== b.version || canonical(a) === canonical(b);
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return record(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return null;
  }
}

function fixOf(changes: Change[], commit: string): string {
  const files = changes.filter((change) => change.back === undefined).map((change) => change.path);
  if (files.length > 0) return `git checkout ${commit} -- ${typed(...files)}`;
  return changes[0]?.back ?? '';
}

import { leavesOf } from '../../history/graph.js';
import type { Migration } from '../../history/history.js';
import { origin, type SnapshotNode } from '../../history/nodes.js';
import { type OpenBranches, openBranches } from '../open-branches.js';
import type { Found, Rule, Subject } from '../rule.js';
import { lineOfPart } from '../text.js';

export const fork: Rule = {
  name: 'history/fork',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'Two snapshots follow the same one: two branches each added a migration, and neither knows of the other. On the 1.0 line that is normal, and found only where the two change the same thing.',
    why: 'The next migration is computed from a snapshot that lacks the changes of the other branch, and repeats them or undoes them. drizzle-kit generate 0.31 stops at it, with exit code 0. On the 1.0 line the order in which the two run matters, and is not the same on every database.',
    example: `history/fork  drizzle/meta/0002_snapshot.json:3
  The snapshots of 0002_add_orders and 0001_add_invoices both follow that of 0000_init, and neither has the other's changes.`,
    mend: `Take the base branch's history as it is and re-create this branch's migrations on top of it:

    lockstep rebase

On the 1.0 line a warning says that a migration comes by its name before one that is published already: the two do not
change the same thing, but existing databases run them in another order than new ones. It matters for SQL that you wrote
yourself.`,
  },
  check(subject) {
    return subject.history.line === 'journal' ? inJournal(subject) : inFolders(subject);
  },
};

function inJournal({ history, nodes, contents, commands }: Subject): Found[] {
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const names = new Map<string, string>([[origin, 'the empty schema']]);
  const firsts = new Map<string, { migration: Migration; node: SnapshotNode }>();
  for (const { snapshot, tag } of history.migrations) {
    const id = byPath.get(snapshot)?.id;
    if (id !== undefined && !names.has(id)) names.set(id, `that of ${tag}`);
  }
  return history.migrations.flatMap((migration): Found[] => {
    const node = byPath.get(migration.snapshot);
    const parent = node?.parents[0];
    if (node === undefined || parent === undefined) return [];
    const first = firsts.get(parent);
    if (first === undefined) firsts.set(parent, { migration, node });
    // One file for both, and a copy, are other faults.
    if (first === undefined || first.node.path === node.path || first.node.id === node.id) return [];
    const line = lineOfPart(contents.get(node.path), '"prevId"');
    return [
      {
        message: `The snapshots of ${migration.tag} and ${first.migration.tag} both follow ${names.get(parent) ?? 'one that is not there'}, and neither has the other's changes. drizzle-kit generate stops at it, and says so with exit code 0.`,
        path: node.path,
        ...(line === undefined ? {} : { line }),
        migration: migration.tag,
        fix: commands.lockstep('rebase'),
      },
    ];
  });
}

function inFolders(subject: Subject): Found[] {
  const { history, nodes, published, commands } = subject;
  const paths = new Map(history.migrations.map((migration) => [migration.snapshot, migration]));
  const leaves = leavesOf(nodes.filter((node) => paths.has(node.path)));
  return leaves.flatMap((leaf, at): Found[] =>
    leaves.slice(0, at).flatMap((earlier): Found[] => {
      const branches = openBranches(subject, earlier, leaf);
      const [a, b] = [paths.get(earlier.path), paths.get(leaf.path)];
      if (branches === null || a === undefined || b === undefined) return [];
      const place = { path: b.listed.path, line: b.listed.line, migration: b.tag };
      if (branches.common !== null) {
        return [
          {
            message: `The branches of migrations that end in ${a.tag} and ${b.tag} both change ${branches.common}, and neither knows of the other. The order in which they run matters, and is not the same on every database.`,
            ...place,
            fix: commands.lockstep('rebase'),
          },
        ];
      }
      if (published !== null) return late(subject, branches);
      return [
        {
          message: `${a.tag} and ${b.tag} end branches that nothing merges yet. They do not change the same thing: the next drizzle-kit generate merges them.`,
          ...place,
          severity: 'info',
        },
      ];
    }),
  );
}

/** Migrations that are new, and come by their name before a published one that does not know them. */
function late({ published, commands }: Subject, { left, right }: OpenBranches): Found[] {
  const known = new Set(published?.history.migrations.map(({ tag }) => tag));
  const pairs: [Migration[], Migration[]][] = [
    [left, right],
    [right, left],
  ];
  return pairs.flatMap(([own, others]): Found[] => {
    const after = others.findLast(({ tag }) => known.has(tag));
    return own
      .filter(({ tag }) => after !== undefined && !known.has(tag) && tag < after.tag)
      .map((migration) => ({
        message: `${migration.tag} comes by its name before ${after?.tag}, which is published already (${published?.tree.label}). They do not change the same thing, but existing databases run it after, and new ones before.`,
        path: migration.listed.path,
        line: migration.listed.line,
        migration: migration.tag,
        severity: 'warning',
        fix: commands.lockstep('rebase'),
      }));
  });
}

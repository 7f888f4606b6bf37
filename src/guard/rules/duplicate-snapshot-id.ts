import type { Migration } from '../../history/history.js';
import type { Found, Rule } from '../rule.js';
import { lineOfPart } from '../text.js';

export const duplicateSnapshotId: Rule = {
  name: 'history/duplicate-snapshot-id',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'Two snapshots have one id: one was copied from the other.',
    why: 'Snapshots name the one before them by its id. With the same id twice, drizzle-kit cannot tell which of the two a later migration was made for.',
    example: `history/duplicate-snapshot-id  drizzle/meta/0002_snapshot.json:2
  The snapshot of 0002_backfill has the id of drizzle/meta/0001_snapshot.json: it was copied.`,
    mend: `A migration with SQL of your own gets its snapshot from drizzle-kit. Remove the copied migration's files and its entry in
the journal, and make it again:

    lockstep generate --custom --name backfill

A migration that others have already is left as it is, with a new id (any UUID) in the later snapshot, which then is also
the \`prevId\` of the snapshot after it.`,
  },
  check({ history, nodes, contents, commands }) {
    const byPath = new Map(nodes.map((node) => [node.path, node]));
    const first = new Map<string, Migration>();
    const seen = new Set<string>();
    return history.migrations.flatMap((migration): Found[] => {
      const node = byPath.get(migration.snapshot);
      if (node === undefined || seen.has(node.path)) return [];
      seen.add(node.path);
      const earlier = first.get(node.id);
      if (earlier === undefined) {
        first.set(node.id, migration);
        return [];
      }
      const line = lineOfPart(contents.get(node.path), '"id"');
      return [
        {
          message: `The snapshot of ${migration.tag} has the id of ${earlier.snapshot}: it was copied. drizzle-kit cannot tell which of the two the next migration follows.`,
          path: node.path,
          ...(line === undefined ? {} : { line }),
          migration: migration.tag,
          fix: `Make the migration again with a snapshot of its own: ${commands.lockstep('generate --custom')}`,
        },
      ];
    });
  },
};

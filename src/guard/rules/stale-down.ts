import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Found, Rule } from '../rule.js';
import { lineOfPart, withLf } from '../text.js';

export const staleDown: Rule = {
  name: 'rollback/stale',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A down file was made for another version of its migration: the hash in its header (`-- Up: sha256:…`) is not that of the SQL. A file without that line is left alone.',
    why: 'It undoes what the migration did before it was changed: rolling back would stop half-way, or leave something behind.',
    example: `rollback/stale  drizzle/0002_add_orders.down.sql:5
  drizzle/0002_add_orders.down.sql was made for another version of drizzle/0002_add_orders.sql.`,
    mend: `Bring the statements of the down file in line with the migration, and put the hash that the message names into its header.
A migration that only you have can be made again instead: remove its files and its entry in the journal, and run
\`lockstep generate\`.`,
  },
  check({ history, contents, tree }) {
    return history.migrations.flatMap((migration): Found[] => {
      const down = contents.get(migration.down);
      const up = contents.get(migration.sql);
      const hash = /^-- Up: sha256:([0-9a-f]{64})\s*$/m.exec(down ?? '')?.[1];
      if (down === undefined || up === undefined || hash === undefined) return [];
      const lf = withLf(up);
      // Made before or after git changed the line endings.
      const hashes = [up, lf, lf.replaceAll('\n', '\r\n')].map(sha256);
      if (hashes.includes(hash)) return [];
      return [
        {
          message: `${migration.down} was made for another version of ${posix.basename(migration.sql)} than that in ${tree.label}: rolling back could stop half-way, or leave something behind.`,
          path: migration.down,
          line: lineOfPart(down, '-- Up: sha256:') ?? 1,
          migration: migration.tag,
          fix: `Bring it in line with the migration, and its header: -- Up: sha256:${sha256(up)}`,
        },
      ];
    });
  },
};

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

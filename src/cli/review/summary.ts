import { splitDown } from '../../history/down-header.js';
import type { ReviewResult } from '../../review/review.js';
import type { OpenedReview } from './open.js';

/** A reviewed migration as a person looks at it besides its findings: its SQL, and what its down file promises. */
export interface MigrationSummary {
  tag: string;
  path: string;
  sql: string;
  /** `null` where there is no down file. */
  down: DownSummary | null;
}

export interface DownSummary {
  path: string;
  /** `yes`, `structure only`, `no (…)`; `null` where the file does not say. */
  reversible: string | null;
  /** What does not come back, or stays, each as the file says it. */
  losses: string[];
}

const losing = new Set<string>([
  'Lost by the migration, not brought back',
  'Left by the migration, not taken away',
  'Takes away with what was put there since',
]);

/** The summaries of reviewed migrations, in their order. */
export function summariesOf({ found: { tree } }: OpenedReview, results: ReviewResult[]): Promise<MigrationSummary[]> {
  return Promise.all(
    results.map(async ({ migration, reviewed }) => {
      const down = await tree.read(migration.down);
      return {
        tag: migration.tag,
        path: migration.sql,
        sql: reviewed.sql,
        down: down === null ? null : summaryOf(migration.down, down),
      };
    }),
  );
}

function summaryOf(path: string, text: string): DownSummary {
  const { header } = splitDown(text);
  return {
    path,
    reversible: header.find(({ key }) => key === 'Reversible')?.value ?? null,
    losses: header.filter(({ key }) => losing.has(key)).map(({ key, value }) => `${key}: ${value}`),
  };
}

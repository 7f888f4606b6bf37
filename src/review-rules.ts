/**
 * The names of what `lockstep review` finds. Their texts are with the rules; the settings may name them as they name
 * the rules of the guard, which knows nothing else of the review.
 */
export const reviewRuleNames = [
  // Destroys.
  'review/drop-table',
  'review/drop-column',
  'review/drop-schema',
  'review/drop-view',
  'review/cascade',
  'review/truncate',
  'review/delete-all',
  'review/update-all',
  'review/narrowing-type',
  'review/looks-like-rename',
  'review/enum-value-removed',
  // Breaks running code.
  'review/rename-table',
  'review/rename-column',
  'review/rename-enum-value',
  'review/drop-not-null',
  'review/not-null-added',
  // Loses silently.
  'review/rebuild-cascade',
  'review/rebuild-leaves-rows',
  'review/modify-drops-attributes',
  'review/not-atomic',
  'review/enum-value-used',
  'review/name-too-long',
  // Conventions of the guides.
  'review/foreign-key-without-index',
  'review/no-primary-key',
  'review/uuid-key',
  'review/timestamp-without-time-zone',
  'review/char-type',
  // Not read.
  'review/unanalysed',
] as const;

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
  // Fails on rows.
  'review/required-column',
  'review/unaddable-column',
  'review/set-not-null',
  'review/unique-on-rows',
  'review/foreign-key-on-rows',
  'review/check-on-rows',
  'review/failing-cast',
  'review/primary-key-on-rows',
  'review/rebuild-missing-column',
  'review/rebuild-not-null',
  // Locks or rewrites.
  'review/index-blocks-writes',
  'review/drop-index-locks',
  'review/concurrently-in-transaction',
  'review/foreign-key-locks',
  'review/check-locks',
  'review/unique-locks',
  'review/validate-in-same-transaction',
  'review/volatile-default',
  'review/stored-generated',
  'review/serial-added',
  'review/type-rewrite',
  'review/set-not-null-scans',
  'review/many-locks',
  'review/transaction-control',
  'review/attach-partition',
  'review/detach-partition',
  'review/reindex-locks',
  'review/vacuum-full',
  'review/domain-constraint',
  'review/copies-table',
  'review/blocks-writes',
  // What nobody but a person knows.
  'review/unanalysed',
] as const;

/**
 * The names of what `lockstep review` finds. Their texts are with the rules; the settings may name them as they name
 * the rules of the guard, which knows nothing else of the review.
 */
export const reviewRuleNames = [
  'review/drop-table',
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
  'review/unanalysed',
] as const;

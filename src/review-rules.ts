/**
 * The names of what `lockstep review` finds. Their texts are with the rules; the settings may name them as they name
 * the rules of the guard, which knows nothing else of the review.
 */
export const reviewRuleNames = [
  'review/drop-table',
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
  'review/write-on-rows',
  'review/unanalysed',
] as const;

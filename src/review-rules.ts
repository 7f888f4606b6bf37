/**
 * The names of what `lockstep review` finds. Their texts are with the rules; the settings may name them as they name
 * the rules of the guard, which knows nothing else of the review.
 */
export const reviewRuleNames = ['review/drop-table', 'review/still-used', 'review/unanalysed'] as const;

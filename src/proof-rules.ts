/**
 * The names of what `lockstep prove` finds. Their texts and severities are with the proof; the settings may name them
 * as they name the rules of the guard, which knows nothing else of proofs.
 */
export const proofRuleNames = [
  'prove/up-fails',
  'prove/fails-on-rows',
  'prove/rows-lost',
  'prove/values-changed',
  'prove/down-fails',
  'prove/down-differs',
  'prove/up-again',
] as const;

export type ProofRuleName = (typeof proofRuleNames)[number];

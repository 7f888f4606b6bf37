import type { Place } from '../schema/locate.js';

/** How the schema of a tree stands to the newest snapshot of its history. */
export type Standing =
  | { kind: 'lockstep' }
  /** The schema has changes that no migration makes. `statements` make them. */
  | { kind: 'schema ahead'; statements: string[]; ambiguous: boolean; place: Place | null }
  /** The migrations make changes that the schema does not have. `statements` are those changes. */
  | { kind: 'migrations ahead'; statements: string[]; ambiguous: boolean; since: string | null }
  | { kind: 'unreadable'; message: string; path?: string; line?: number }
  | { kind: 'not comparable'; path: string; reason: string };

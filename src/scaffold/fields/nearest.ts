import { nearest } from '../nearest.js';

/** `Did you mean a, b or c?`, or nothing when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(word, [...new Set(candidates)]);
  if (near.length === 0) return undefined;
  const last = near.at(-1);
  return `Did you mean ${near.length === 1 ? last : `${near.slice(0, -1).join(', ')} or ${last}`}?`;
}

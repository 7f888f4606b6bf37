import { type Case, caseNames, plural, singular, toCase, words } from '../../src/scaffold/fields/index.js';

/** How one name follows from another: `users` → `usersTable` is camel case, the same number, and the word `table` after it. */
export interface Pattern {
  style: Case;
  prefix: string[];
  suffix: string[];
  number: 'same' | 'singular' | 'plural';
}

const numbers: Record<Pattern['number'], (list: string[]) => string[]> = { same: (list) => list, singular, plural };
const numberNames = ['same', 'singular', 'plural'] as const;

/** Every pattern that makes `target` from `base`. One word in lower case could be any case. */
export function patterns(base: string, target: string): Pattern[] {
  const wanted = words(target);
  const found: Pattern[] = [];
  for (const style of caseNames) {
    if (toCase(style, wanted) !== target) continue;
    for (const number of numberNames) {
      const inner = numbers[number](words(base));
      const at = wanted.findIndex((_, start) => inner.every((word, offset) => wanted[start + offset] === word));
      if (at === -1 || inner.length === 0) continue;
      found.push({ style, prefix: wanted.slice(0, at), suffix: wanted.slice(at + inner.length), number });
    }
  }
  return found;
}

export function applyPattern({ style, prefix, suffix, number }: Pattern, base: string): string {
  return toCase(style, [...prefix, ...numbers[number](words(base)), ...suffix]);
}

/**
 * The pattern that explains most names. Of those that explain as many, the plainest: the same number, nothing before or
 * after, and the case that stands first in `styles`; cases that are not in it do not count.
 */
export function commonPattern(ballots: readonly (readonly Pattern[])[], styles: readonly Case[]): Pattern | undefined {
  const fitting = ballots.map((ballot) => ballot.filter(({ style }) => styles.includes(style)));
  const rank = ({ style, prefix, suffix, number }: Pattern): number =>
    (number === 'same' ? 0 : 4) + prefix.length + suffix.length + styles.indexOf(style) / 10;
  return majority(
    fitting,
    fitting.flat().sort((a, b) => rank(a) - rank(b)),
  );
}

/** Cases that the name of a `const` can have. */
export const identifierCases: readonly Case[] = ['camel', 'pascal', 'snake'];

/** What most of the ballots name; of equals the one that `preferred` has first, then the one that was named first. */
export function majority<T>(ballots: readonly (readonly T[])[], preferred: readonly T[] = []): T | undefined {
  const counts = new Map<string, { value: T; count: number; rank: number }>();
  const rankOf = (key: string): number => {
    const at = preferred.findIndex((value) => JSON.stringify(value) === key);
    return at === -1 ? preferred.length : at;
  };
  for (const value of ballots.flat()) {
    const key = JSON.stringify(value);
    const entry = counts.get(key) ?? { value, count: 0, rank: rankOf(key) };
    entry.count++;
    counts.set(key, entry);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.rank - b.rank)[0]?.value;
}

import type { Difference } from '../../database/difference.js';
import type { Drift } from '../../runner/drift.js';
import { printableLine } from '../formats/parts.js';
import { style } from '../style.js';

const marks = { missing: '-', unexpected: '+', changed: '~' } as const;
const colours = { missing: 'red', unexpected: 'green', changed: 'yellow' } as const;

/** A line for each: `- column posts.title is missing`. */
export function differencesText(differences: Difference[]): string[] {
  return differences.map(
    ({ kind, text }) => `  ${style(colours[kind], marks[kind], process.stdout)} ${printableLine(text)}`,
  );
}

/** What of the database was not looked at; nothing where all of it was. */
export function leftOutText({ otherSchemas }: Pick<Drift, 'otherSchemas'>): string[] {
  if (otherSchemas.length === 0) return [];
  return ['', `Not looked at, since no migration builds there: ${otherSchemas.map(printableLine).join(', ')}.`];
}

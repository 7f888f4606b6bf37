import { expect, test } from 'vitest';
import { reviewed } from '../helpers.js';
import { type Generator, kindsOf, type Schema, write } from './kit.js';

/** A change of a schema that makes drizzle-kit write a kind of statement. */
export interface Fixture {
  before: Schema;
  after: Schema;
  /** What is new is what has gone, under another name. */
  renamed?: true;
  /** The findings of the review: rule and target. */
  finds: string[];
}

/** True of the schemas here, and of the guides more than of a statement. */
const conventions = [
  'foreign-key-without-index',
  'no-primary-key',
  'uuid-key',
  'timestamp-without-time-zone',
  'char-type',
];

/**
 * Tests that drizzle-kit writes each kind of statement from its fixture, that the review finds there what it should,
 * and that no kind is left out: one that is not written says in `never` why.
 */
export function testKinds(
  generator: Generator,
  fixtures: Record<string, Fixture>,
  never: Record<string, string>,
): void {
  const dialect = generator === 'turso' ? 'sqlite' : generator;

  test.each(Object.entries(fixtures))('%s', async (name, { before, after, renamed = false, finds }) => {
    const { setup, migration, kinds } = await write(generator, before, after, renamed);
    const found = (await reviewed(dialect, [setup, migration])).map((risk) => risk.name);

    expect(kinds).toContain(name.split(':')[0]);
    expect(found.filter((risk) => !conventions.some((rule) => risk.startsWith(`${rule} `)))).toEqual(finds);
  });

  test('every kind of statement that drizzle-kit has for it is among these', () => {
    const covered = Object.keys(fixtures).map((name) => name.split(':')[0]);

    expect([...new Set([...covered, ...Object.keys(never)])].sort()).toEqual(kindsOf(generator));
  });
}

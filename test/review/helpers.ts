import { expect } from 'vitest';
import type { Dialect } from '../../src/project/dialects.js';
import { addFilled, type Filled } from '../../src/review/filled.js';
import { type Released, type ReviewedMigration, stepsFrom } from '../../src/review/migration.js';
import { rules } from '../../src/review/rules/index.js';
import type { Server } from '../../src/review/server.js';
import { applyOperation } from '../../src/sql/built/apply.js';
import { type BuiltSchema, emptySchema } from '../../src/sql/built/schema.js';
import { parseOperations } from '../../src/sql/parse-operations.js';

export interface FoundRisk {
  /** `drop-table users`: the rule and what it is about. */
  name: string;
  severity: string;
  message: string;
  line: number;
  fix?: string;
  statements?: string[];
}

type Read = typeof parseOperations;

/** Operations as the next run has them, which remembers what this one read. */
const remembered: Read = async (dialect, sql) => JSON.parse(JSON.stringify(await parseOperations(dialect, sql)));

/** What the rules find in the last migration of a history, given as the SQL of each: at first, and once remembered. */
export async function reviewed(
  dialect: Dialect,
  history: string[],
  { server = null, released = null }: { server?: Server | null; released?: Released | null } = {},
): Promise<FoundRisk[]> {
  const [found, again] = [parseOperations, remembered].map(async (read) =>
    risksIn({ ...(await lastOf(dialect, history, server, read)), released }),
  );
  expect(await again).toEqual(await found);
  return (await found) ?? [];
}

function risksIn(migration: ReviewedMigration): FoundRisk[] {
  return rules
    .filter(({ dialects }) => dialects.includes(migration.dialect))
    .flatMap((rule) =>
      rule.check(migration).map(({ operation, target, message, fix, statements, severity = rule.severity }) => ({
        name: `${rule.name.replace('review/', '')} ${target}`,
        severity,
        message,
        line: operation.place.line,
        ...(fix === undefined ? {} : { fix }),
        ...(statements === undefined ? {} : { statements }),
      })),
    );
}

/** What one rule finds in the last migration of a history. */
export async function risksOf(
  rule: string,
  dialect: Dialect,
  history: string[],
  options?: Parameters<typeof reviewed>[2],
): Promise<FoundRisk[]> {
  return (await reviewed(dialect, history, options)).filter(({ name }) => name.startsWith(`${rule} `));
}

/** The names alone: for what a rule finds and does not find. */
export async function foundBy(rule: string, dialect: Dialect, history: string[]): Promise<string[]> {
  return (await risksOf(rule, dialect, history)).map(({ name }) => name);
}

async function lastOf(
  dialect: Dialect,
  history: string[],
  server: Server | null,
  read: Read,
): Promise<ReviewedMigration> {
  let before: BuiltSchema = emptySchema(dialect);
  const filled: Filled = new Map();
  for (const [at, sql] of history.slice(0, -1).entries()) {
    const operations = await read(dialect, sql);
    addFilled(filled, dialect, operations, `000${at}`);
    before = operations.reduce((schema, operation) => applyOperation(schema, operation, `000${at}`), before);
  }
  const sql = history.at(-1) ?? '';
  const steps = stepsFrom(before, await read(dialect, sql), 'last');
  const after = steps.findLast(({ inBlock }) => !inBlock)?.after ?? before;
  const lockstep = (command: string): string => `npx lockstep ${command}`;
  return { tag: 'last', dialect, line: 'journal', server, sql, steps, before, after, filled, released: null, lockstep };
}

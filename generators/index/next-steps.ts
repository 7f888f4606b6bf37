import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import { qualifiedName } from '../constraint/place.js';
import type { DecidedIndex } from './decide.js';

/** What the user has to know before the migration runs. */
export function nextSteps(
  index: DecidedIndex & { name: string },
  { name: table, schema }: FoundTable,
  context: GeneratorContext,
): string[] {
  const { dialect } = context.project;
  const steps: string[] = [];
  if (index.unique) {
    steps.push(`The migration fails where rows of ${table} have the same values: look for them first.`);
  }
  if (index.concurrently) {
    steps.push(
      "Generate it as a migration of its own. drizzle's migrator runs all pending migrations in one transaction, where CREATE INDEX CONCURRENTLY fails: write CREATE INDEX IF NOT EXISTS without CONCURRENTLY into the file, then run lockstep down and lockstep prove.",
      'Before that is deployed, build the index with psql and the statement as it was generated; the migration finds it there.',
      `A build that is interrupted leaves an invalid index, which IF NOT EXISTS takes for the index: DROP INDEX CONCURRENTLY ${qualifiedName(schema, index.name, { context })}, then run it again.`,
    );
  } else if (dialect === 'postgresql') {
    steps.push(`Writes to ${table} wait while the index is built; with many rows use --concurrently.`);
  }
  if (dialect === 'mysql' && index.expressions.length > 0)
    steps.push('An index of an expression needs MySQL 8.0.13 or newer; MariaDB has none.');
  return steps;
}

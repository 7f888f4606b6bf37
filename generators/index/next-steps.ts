import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import type { DecidedIndex } from './decide.js';

/** What the user has to know before the migration runs. */
export function nextSteps(
  index: DecidedIndex & { name: string },
  { name: table }: FoundTable,
  context: GeneratorContext,
): string[] {
  const { dialect } = context.project;
  const steps: string[] = [];
  if (index.unique) {
    steps.push(`The migration fails where rows of ${table} have the same values: look for them first.`);
  }
  if (index.concurrently) {
    steps.push(
      'Generate it as a migration of its own. lockstep migrate runs CREATE INDEX CONCURRENTLY outside of a transaction, and takes away what a build that was interrupted left behind.',
      "drizzle's own migrators (drizzle-kit migrate, a test in memory) fail on it. Where one of them applies it: write CREATE INDEX IF NOT EXISTS without CONCURRENTLY into the file, run lockstep down and lockstep prove, and build the index with psql before that is deployed.",
    );
  } else if (dialect === 'postgresql') {
    steps.push(`Writes to ${table} wait while the index is built; with many rows use --concurrently.`);
  }
  if (dialect === 'mysql' && index.expressions.length > 0)
    steps.push('An index of an expression needs MySQL 8.0.13 or newer; MariaDB has none.');
  return steps;
}

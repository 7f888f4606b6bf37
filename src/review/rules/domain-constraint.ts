import { shownName } from '../../sql/built/names.js';
import { tableIdentifier } from '../../sql/quote.js';
import { isWord } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const domainConstraint: ReviewRule = {
  name: 'review/domain-constraint',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A domain gets a check without NOT VALID, or NOT NULL.',
    why: 'PostgreSQL reads every table that has a column of the domain, and none of them takes writes until it is through (SHARE locks). With NOT VALID only new values are tested; VALIDATE CONSTRAINT tests the old ones.',
    bad: `ALTER DOMAIN "email" ADD CONSTRAINT "email_at" CHECK (value LIKE '%@%');`,
    good: `ALTER DOMAIN "email" ADD CONSTRAINT "email_at" CHECK (value LIKE '%@%') NOT VALID;
-- In the next migration:
ALTER DOMAIN "email" VALIDATE CONSTRAINT "email_at";`,
    accept: 'The tables are small, or nobody writes to them at the time.',
  },
  check(migration) {
    const made = new Set(stepsOf(migration, 'create domain').map(({ operation }) => nameOf(operation)));
    return stepsOf(migration, 'alter domain').flatMap(({ operation }) => {
      const target = nameOf(operation);
      const tokens = tokenize('postgresql', operation.action);
      const isCheck = hasWords(tokens, 'add') && !hasWords(tokens, 'not', 'valid');
      const isNotNull = hasWords(tokens, 'set', 'not', 'null');
      if (made.has(target) || !(isCheck || isNotNull)) return [];
      const domain = tableIdentifier('postgresql', { schema: operation.schema, table: operation.name });
      return [
        {
          operation,
          target,
          message: `Every table with a column of ${target} takes no writes while its rows are tested.`,
          fix: isCheck
            ? 'Add it NOT VALID, and validate it in the next migration.'
            : 'Add a check NOT VALID instead, and validate it in the next migration.',
          statements: isCheck
            ? [`${operation.text} NOT VALID;`]
            : [
                `ALTER DOMAIN ${domain} ADD CONSTRAINT "${operation.name}_not_null" CHECK (value IS NOT NULL) NOT VALID;`,
              ],
        },
      ];
    });
  },
};

function nameOf({ schema, name }: { schema: string | null; name: string }): string {
  return shownName('postgresql', schema, name);
}

function hasWords(tokens: readonly Token[], ...words: string[]): boolean {
  return tokens.some((_, at) => words.every((word, next) => isWord(tokens[at + next], word)));
}

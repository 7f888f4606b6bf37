import { cutName } from '../../sql/built/names.js';
import type { Operation } from '../../sql/operation.js';
import { tokenize } from '../../sql/tokens.js';
import { createdNames } from '../created-names.js';
import type { ReviewedMigration } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

export const nameTooLong: ReviewRule = {
  name: 'review/name-too-long',
  severity: 'warning',
  dialects: ['postgresql', 'mysql'],
  docs: {
    what: 'A name is longer than the database keeps: 63 bytes on PostgreSQL, 64 characters on MySQL.',
    why: 'PostgreSQL cuts it and says so in a notice only: the database has another name than the schema, and two names with one beginning become the same, so that the second one fails, or with IF NOT EXISTS is never made. MySQL refuses the statement. drizzle-kit makes long names for foreign keys of several columns.',
    bad: `CREATE INDEX "organization_membership_invitations_organization_id_invited_by_id_index" ON "invitations" ("organization_id", "invited_by_id");`,
    good: `CREATE INDEX "invitations_organization_invited_by" ON "invitations" ("organization_id", "invited_by_id");`,
    accept: 'On PostgreSQL, where nothing has or will have the same beginning.',
  },
  check(migration) {
    return migration.dialect === 'mysql' ? refused(migration) : cut(migration);
  },
};

const fix = 'Give it a shorter name in the schema: index("…"), unique("…"), foreignKey({ name: "…" }).';

function cut({ steps }: ReviewedMigration): Risk[] {
  return steps.flatMap(({ operation, before }) => {
    // The parser has cut the names already, as the server does.
    const mayBeCut = createdNames(operation, before).filter(({ name }) => Buffer.byteLength(name) >= shortestCut);
    if (mayBeCut.length === 0) return [];
    const long = longNames(operation);
    return mayBeCut.flatMap(({ name: kept, isTaken }): Risk[] => {
      const name = long.find((candidate) => cutName(candidate) === kept);
      if (name === undefined) return [];
      const message = isTaken
        ? `${name} is cut to ${kept}, and that is there already: PostgreSQL fails, or with IF NOT EXISTS makes nothing.`
        : `${name} is cut to ${kept}: PostgreSQL keeps 63 bytes of a name.`;
      return [{ operation, target: kept, message, fix, severity: isTaken ? 'error' : 'warning' }];
    });
  });
}

/** What is left where the 64th byte is the last of a character of four. */
const shortestCut = 60;

/** The names in a statement that PostgreSQL cuts, as written. */
function longNames({ text }: Operation): string[] {
  return tokenize('postgresql', text).flatMap(({ kind, value }) =>
    (kind === 'name' || kind === 'word') && cutName(value) !== value ? [value] : [],
  );
}

function refused({ steps }: ReviewedMigration): Risk[] {
  return steps.flatMap(({ operation, before }) =>
    createdNames(operation, before).flatMap(({ name }): Risk[] => {
      const characters = [...name].length;
      if (characters <= 64) return [];
      const message = `${name} has ${characters} characters: MySQL takes 64, and refuses the statement.`;
      return [{ operation, target: name, message, fix, severity: 'error' }];
    }),
  );
}

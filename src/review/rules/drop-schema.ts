import { schemaName } from '../../sql/built/names.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { listed } from '../text.js';

export const dropSchema: ReviewRule = {
  name: 'review/drop-schema',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'A schema is dropped that has something in it, or may have.',
    why: 'With CASCADE PostgreSQL drops every table, view, type and function in it, whoever made them; without it PostgreSQL refuses as long as anything is in it.',
    bad: `DROP SCHEMA "billing" CASCADE;`,
    good: `-- What is in it by name, each a decision of its own; then the empty schema, which is refused if anything was forgotten:
DROP TABLE "billing"."invoices";
DROP SCHEMA "billing";`,
    accept: 'Everything in the schema is known, and none of it is used or needed.',
  },
  check(migration) {
    return stepsOf(migration, 'drop schema').flatMap(({ operation, before }) => {
      const { name: target, cascade } = operation;
      const made = migration.steps.some(({ operation: { kind, ...other } }) => {
        return kind === 'create schema' && 'name' in other && other.name === target;
      });
      const own = schemaName('postgresql', target);
      const inside = [before.tables, before.views, before.enums].flatMap((objects) =>
        [...objects.values()].filter(({ schema }) => schema === own).map(({ name }) => name),
      );
      if (inside.length === 0 && (made || !cascade)) return [];
      const known = inside.length === 0 ? 'everything that is in it' : `${listed(inside)}, and whatever else is in it`;
      const message = cascade
        ? `Schema ${target} is dropped, and with it ${known}.`
        : `Schema ${target} is dropped while ${listed(inside)} ${inside.length === 1 ? 'is' : 'are'} in it: PostgreSQL refuses that.`;
      return [{ operation, target, message, fix: 'Drop what is in it by name, then the schema without CASCADE.' }];
    });
  },
};

import type { Rule } from '../rule.js';
import { migrationsAhead } from './migrations-ahead.js';
import { missingSnapshot } from './missing-snapshot.js';
import { missingSql } from './missing-sql.js';
import { notComparable } from './not-comparable.js';
import { schemaAhead } from './schema-ahead.js';
import { unreadableSchema } from './unreadable-schema.js';

/** Every rule of the guard, in the order in which findings are shown. */
export const rules: Rule[] = [
  missingSql,
  missingSnapshot,
  unreadableSchema,
  notComparable,
  schemaAhead,
  migrationsAhead,
];

import { shownName } from '../../sql/built/names.js';
import { typeOf } from '../../sql/lossless.js';
import { newTypes } from '../new-types.js';
import type { ReviewRule } from '../rule.js';

export const charType: ReviewRule = {
  name: 'review/char-type',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A column gets the type char(n).',
    why: 'PostgreSQL fills the values up with spaces, keeps those, and leaves them out where values are compared: what was written is not what is read. It is no faster than text, and takes more room. A length can be said by a check, which is changed without touching the type.',
    bad: `CREATE TABLE "countries" ("code" char(2) PRIMARY KEY);`,
    good: `CREATE TABLE "countries" ("code" text PRIMARY KEY CHECK (length("code") = 2));`,
    accept: 'Every value has that length.',
  },
  check(migration) {
    return newTypes(migration).flatMap(({ step, of, column, type }) => {
      if (typeOf('postgresql', type.replaceAll('[]', '')).name !== 'char') return [];
      const target = `${shownName('postgresql', of.schema, of.table)}.${column}`;
      return [
        {
          operation: step.operation,
          target,
          message: `${target} is ${type}: shorter values are filled up with spaces.`,
          fix: `text('${column}'), or varchar with a length.`,
        },
      ];
    });
  },
};

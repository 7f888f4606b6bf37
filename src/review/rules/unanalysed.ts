import type { ReviewRule, Risk } from '../rule.js';

export const unanalysed: ReviewRule = {
  name: 'review/unanalysed',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A statement that lockstep cannot read: nobody but a person knows what it does.',
    why: 'It does not parse, or it does something that is not described here. For MySQL only the statements are read that drizzle-kit writes and those of everyday use.',
    bad: `DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident(old_name); END $$;`,
    good: `DROP TABLE "orders_2019";`,
    accept: 'Somebody has read the statement and says in the reason what it does.',
  },
  check(migration) {
    return migration.steps.flatMap(({ operation }): Risk[] => {
      const target = `line-${operation.place.line}`;
      if (operation.kind === 'unanalysed') {
        const { reason, message } = operation;
        const what = reason === 'syntax' ? `This statement does not parse: ${message}` : message;
        return [{ operation, target, message: `${what}${what.endsWith('.') ? '' : '.'} A person has to read it.` }];
      }
      if (operation.kind === 'do block' && operation.dynamic) {
        const message = 'This block builds SQL at run time: what it does is not known here. A person has to read it.';
        return [{ operation, target, message }];
      }
      return [];
    });
  },
};

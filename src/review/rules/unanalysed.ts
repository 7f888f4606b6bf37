import { isHarmlessFunction } from '../../sql/functions.js';
import type { Operation } from '../../sql/operation.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const unanalysed: ReviewRule = {
  name: 'review/unanalysed',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A statement that lockstep cannot read: nobody but a person knows what it does. A function or a procedure of the project that is called is a warning.',
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
      const called = calledIn(operation);
      if (called.length === 0) return [];
      const message = `What ${listed(called.map((name) => `${name}()`))} does is not known here: it may change anything. A person has to know.`;
      return [{ operation, target, message, severity: 'warning' }];
    });
  },
};

/** What a statement calls that may do anything: procedures, and functions that are not the engine's own. */
function calledIn(operation: Operation): string[] {
  if (operation.kind === 'call') return [operation.name];
  return operation.kind === 'select' ? operation.functions.filter((name) => !isHarmlessFunction(name)) : [];
}

import type { Dialect } from '../../project/dialects.js';
import { isHarmlessFunction } from '../../sql/functions.js';
import type { Operation } from '../../sql/operation.js';
import { isWord } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const unanalysed: ReviewRule = {
  name: 'review/unanalysed',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A statement that lockstep cannot read: nobody but a person knows what it does. A function or a procedure of the project that is called is a warning. PostgreSQL’s search_path set to another schema, and tables named without one behind it, are an error, too.',
    why: 'It does not parse, or it does something that is not described here. For MySQL only the statements are read that drizzle-kit writes and those of everyday use.',
    bad: `DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident(old_name); END $$;`,
    good: `DROP TABLE "orders_2019";`,
    accept: 'Somebody has read the statement and says in the reason what it does.',
  },
  check(migration) {
    return migration.steps.flatMap(({ operation }, at): Risk[] => {
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
      const path = otherPath(migration.dialect, operation);
      if (path !== null && migration.steps.slice(at + 1).some((later) => leavesSchemaOut(later.operation))) {
        const message = `Tables without a schema are those of ${path} from here on, and are taken here for those of public. A person has to read what follows.`;
        return [{ operation, target, message, fix: 'Name the schema of each table instead.' }];
      }
      const called = calledIn(operation);
      if (called.length === 0) return [];
      const message = `What ${listed(called.map((name) => `${name}()`))} does is not known here: it may change anything. A person has to know.`;
      return [{ operation, target, message, severity: 'warning' }];
    });
  },
};

/** The schema that PostgreSQL looks into first, where a statement changes that to another than the usual one. */
function otherPath(dialect: Dialect, operation: Operation): string | null {
  if (dialect !== 'postgresql') return null;
  const tokens = tokenize(dialect, operation.kind === 'set' ? (operation.value ?? '') : '');
  const isSet = operation.kind === 'set' && operation.name === 'search_path';
  const first = isSet ? tokens[0] : operation.kind === 'select' ? configuredPath(operation.text) : undefined;
  if (first === undefined || isWord(first, 'default')) return null;
  const [path = ''] = first.value.split(',');
  return ['', '$user', '"$user"', 'public', 'pg_catalog'].includes(path) ? null : path;
}

/** The value in `set_config('search_path', 'app', false)`. */
function configuredPath(text: string): Token | undefined {
  if (!text.includes('search_path')) return undefined;
  const tokens = tokenize('postgresql', text);
  const at = tokens.findIndex(({ kind, value }) => kind === 'string' && value === 'search_path');
  return tokens[at - 2]?.value === 'set_config' ? tokens[at + 2] : undefined;
}

function leavesSchemaOut(operation: Operation): boolean {
  return 'table' in operation && operation.table !== null && 'schema' in operation && operation.schema === null;
}

/** What a statement calls that may do anything: procedures, and functions that are not the engine's own. */
function calledIn(operation: Operation): string[] {
  if (operation.kind === 'call') return [operation.name];
  return operation.kind === 'select' ? operation.functions.filter((name) => !isHarmlessFunction(name)) : [];
}

import { LockstepError } from '../../errors.js';
import { camelCase, snakeCase } from './naming.js';

/**
 * Words that must be quoted in PostgreSQL, MySQL or SQLite wherever they stand as a table or a column. drizzle quotes
 * them; whoever writes SQL by hand trips over them.
 */
const sqlReserved = new Set(
  `all alter analyse analyze and any array as asc asymmetric between both by call cascade case cast check collate column
  constraint create cross current_catalog current_date current_role current_time current_timestamp current_user cursor
  database databases default deferrable delete desc describe distinct div do drop each else elseif end escape except exists
  explain false fetch for force foreign from full fulltext function grant group having if in index initially inner insert
  intersect into is join keys kill lateral leading leave left like limit lines load localtime localtimestamp lock loop
  match natural not null offset on only or order outer over partition placing primary procedure references regexp
  rename repeat replace require restrict return returning revoke right rlike rollback row rows schema schemas select
  session_user set show some sql symmetric table tablesample terminated then to trailing transaction trigger true
  undo union unique unlock unsigned update usage use user using values variadic verbose virtual when where while window
  with write xor`.split(/\s+/),
);

/** Words that cannot be the name of a `const` in a module. */
const scriptReserved = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield nan infinity`.split(/\s+/),
);

/** Properties that every object or every drizzle table has already. */
const objectProperties = new Set(
  `constructor prototype hasownproperty isprototypeof propertyisenumerable tostring tolocalestring valueof tojson then
  getsql shouldomitsqlparens enablerls`.split(/\s+/),
);

/**
 * Checks the name of a table or a column and returns it as snake_case words.
 * Throws a LockstepError (exit 2) for what is not a plain name, is reserved, or is too long for the engine.
 */
export function checkName(kind: 'table' | 'column', typed: string, maxBytes: number): string {
  const bad = /[^A-Za-z0-9_-]/u.exec(typed);
  if (typed === '' || bad || !/^[A-Za-z]/.test(typed)) {
    const why =
      typed === '' ? 'it is empty' : bad ? `it contains ${JSON.stringify(bad[0])}` : 'it must start with a letter';
    throw new LockstepError(`${JSON.stringify(typed)} cannot be the name of a ${kind}: ${why}.`, {
      fix: 'Use letters, digits and underscores, starting with a letter: order_items.',
    });
  }
  const name = snakeCase(typed);
  checkFree(kind, name, typed);
  if (Buffer.byteLength(name) > maxBytes) {
    throw new LockstepError(
      `The ${kind} name ${name} has ${Buffer.byteLength(name)} bytes; the database cuts or refuses names of more than ${maxBytes}.`,
      {
        fix: 'Choose a shorter name.',
      },
    );
  }
  return name;
}

function checkFree(kind: 'table' | 'column', name: string, typed: string): void {
  const plain = camelCase(name).toLowerCase();
  const why = objectProperties.has(plain)
    ? 'every JavaScript object or drizzle table has a property of that name'
    : sqlReserved.has(name)
      ? 'it is a reserved word of SQL: every statement that is written by hand would have to quote it'
      : kind === 'table' && scriptReserved.has(plain)
        ? 'it is a reserved word of JavaScript and cannot be exported'
        : undefined;
  if (why === undefined) return;
  throw new LockstepError(`${typed} cannot be the name of a ${kind}: ${why}.`, {
    fix:
      kind === 'table'
        ? `Use a plural or a longer name: ${name}s, app_${name}.`
        : `Use a longer name: ${name}_value, is_${name}, ${name}_name.`,
  });
}

import { StatementFailed, textField } from '../engine.js';

/** What PostgreSQL said, by the fields that PGlite, pg and postgres.js share. */
export function postgresFailure(sql: string, cause: unknown): unknown {
  const code = textField(cause, 'code');
  // Not a refusal of the statement: the engine itself broke, and its stack says where.
  if (!(cause instanceof Error) || code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return cause;
  const position = Number(textField(cause, 'position'));
  // The position counts characters, not UTF-16 units.
  const before = Number.isInteger(position) ? [...sql].slice(0, position - 1) : null;
  return new StatementFailed(cause.message, {
    code,
    line: before === null ? null : before.filter((character) => character === '\n').length + 1,
    details: [textField(cause, 'detail'), textField(cause, 'hint')].filter((line) => line !== undefined),
    cause,
  });
}

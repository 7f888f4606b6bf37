import type { Dialect } from '../../src/project/dialects.js';
import { type Code, call, chainOf, flat, raw, string } from '../../src/scaffold/edit/index.js';
import type { ExistingColumn } from '../existing-column.js';
import type { Addition, OptionCode } from '../options/edit.js';
import { type ExpressionPart, isCall } from '../options/expression.js';
import type { DecidedIndex } from './decide.js';

/** The entry of the table options: `uniqueIndex('users_email_unique').on(table.email)`. */
export function indexAddition(index: DecidedIndex & { name: string }, dialect: Dialect, code: OptionCode): Addition {
  const { own } = code;
  const expression = (parts: ExpressionPart<ExistingColumn>[]): Code => {
    // MySQL takes an expression in brackets of its own only, PostgreSQL does without for a call.
    const text = (one: string): ExpressionPart<ExistingColumn> => ({ kind: 'text', text: one });
    const whole = dialect === 'mysql' || !isCall(parts) ? [text('('), ...parts, text(')')] : parts;
    return raw(code.sql(index.expressionOp === null ? whole : [...whole, text(` ${index.expressionOp}`)]));
  };
  const columns = index.columns.map(({ column, desc, op }): Code => {
    const { property } = column;
    const ofClass = op === null ? '' : `.op(${flat(string(op), code.style)})`;
    if (!desc) return raw(own(property) + ofClass);
    // drizzle's `.desc()` alone is NULLS LAST, which no `order by … desc` of PostgreSQL can use.
    if (dialect === 'postgresql') return raw(`${own(property)}.desc().nullsFirst()${ofClass}`);
    return raw(
      code.sql([
        { kind: 'column', column },
        { kind: 'text', text: ' desc' },
      ]),
    );
  });
  const items = [...columns, ...index.expressions.map(expression)];
  const head = call(code.core(index.unique ? 'uniqueIndex' : 'index'), string(index.name));
  const calls = [head, index.method === null ? call('on', ...items) : call('using', string(index.method), ...items)];
  if (index.where) {
    // SQLite refuses `"users"."deleted_at"` there, which drizzle-kit 0.31 makes of a column.
    const plain = dialect === 'sqlite' ? (name: string): string => `"${name.replaceAll('"', '""')}"` : undefined;
    calls.push(call('where', raw(code.sql(index.where, plain))));
  }
  if (index.concurrently) calls.push(call('concurrently'));
  const inWhere = dialect === 'sqlite' ? [] : (index.where ?? []);
  const named = [...index.expressions.flat(), ...inWhere].flatMap((part) =>
    part.kind === 'column' ? [part.column.property] : [],
  );
  const properties = [...index.columns.map(({ column }) => column.property), ...named];
  return { kind: 'option', name: index.name, code: chainOf(...calls), properties };
}

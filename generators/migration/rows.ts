import { splitDown } from '../../src/history/down-header.js';
import { breakpoint } from '../../src/sql/breakpoints.js';

/** What the header says of rows that stay as the migration left them. */
const losses = new Set(['Lost by the migration, not brought back', 'Left by the migration, not taken away']);

/**
 * A down file with the statement that takes the rows back, in the place that it has for it. As after any edit, it is
 * not written anew from then on.
 */
export function withRows(text: string, statement: string): string {
  const { header, body } = splitDown(text);
  const lines = header
    .filter(({ key }) => !losses.has(key))
    .map(({ key, value }) => `-- ${key}: ${key === 'Reversible' ? 'yes' : value}`);
  const at = body.indexOf('-- Undo changes');
  const [rows, rest] = at < 0 ? ['', body] : [body.slice(0, at), body.slice(at)];
  const said = rows.split('\n').filter((line) => line.startsWith('--   '));
  return [
    ...lines,
    '',
    '-- Rows: emptied again where they hold what the migration gave them, also those that held it before. It said:',
    ...said,
    statement,
    breakpoint,
    '',
    rest,
  ].join('\n');
}

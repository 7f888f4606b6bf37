import type { RowsDialect } from './dialects.js';
import type { RowCells } from './groups.js';
import type { RowTable } from './table.js';
import { literal } from './text-parts.js';
import type { Trial } from './trial.js';

/**
 * The first rows that are really in a table, as others may refer to them: put in by migrations, or changed by a
 * trigger.
 */
export async function presentRows(trial: Trial, dialect: RowsDialect, table: RowTable): Promise<RowCells[]> {
  const answer = await trial.query(`select count(*) as count from ${table.sql}`);
  const count = typeof answer === 'string' ? 0 : Number(answer[0]?.count);
  const by = table.primaryKey.map((column) => dialect.quote(column)).join(', ') || '1';
  return Array.from({ length: Math.min(3, count) }, (_, at) => {
    const cell = (name: string): { sql: string; key: string } => ({
      sql: `(select ${dialect.quote(name)} from ${table.sql} order by ${by} limit 1 offset ${at})`,
      key: `${table.key}.${name}@${at}`,
    });
    return new Map(table.columns.map(({ name }) => [name, cell(name)]));
  });
}

/** What a type that is not known may take. */
const usual = [
  '1',
  '2',
  'a',
  '0',
  'b',
  '{}',
  '[]',
  '(1,2)',
  '(0,0)',
  '[1,2,3]',
  '2024-02-29',
  'true',
  '{1}',
  'POINT(1 2)',
  '<a/>',
  '',
].map(literal);

/** The table with no values but those that the columns' types take. */
export async function withTriedValues(trial: Trial, table: RowTable): Promise<RowTable> {
  const columns = [];
  for (const column of table.columns) {
    const { awkward, plain } = column.values;
    const known = [...new Set([...awkward, ...plain])];
    const taken = await takenBy(trial, column.probe, known.length > 0 ? known : usual);
    const values =
      known.length === 0
        ? { awkward: taken, plain: taken }
        : {
            awkward: awkward.filter((value) => taken.includes(value)),
            plain: plain.filter((value) => taken.includes(value)),
          };
    columns.push({ ...column, values: { ...column.values, ...values } });
  }
  return { ...table, columns };
}

async function takenBy(trial: Trial, probe: (sql: string) => string, values: string[]): Promise<string[]> {
  const isTaken = async (list: string[]): Promise<boolean> =>
    typeof (await trial.query(`select ${list.map(probe).join(', ')}`)) !== 'string';
  if (await isTaken(values)) return values;
  const taken: string[] = [];
  for (const value of values) if (await isTaken([value])) taken.push(value);
  return taken;
}

import type { CatalogObject, Fact } from '../catalog.js';
import { type Engine, name, type Row, text } from '../engine.js';

/** Primary keys, indexes, foreign keys and checks. A unique constraint is a unique index here. */
export async function keyObjects(engine: Engine): Promise<CatalogObject[]> {
  return [...(await indexes(engine)), ...(await foreignKeys(engine)), ...(await checks(engine))];
}

async function indexes(engine: Engine): Promise<CatalogObject[]> {
  // MySQL 8 has an expression and a visibility, MariaDB ignored indexes.
  const rows = await engine.query('select * from information_schema.statistics where table_schema = database()');
  const groups = grouped(rows.map(lowerCase), (row) => `${name(row, 'table_name')}\0${name(row, 'index_name')}`);
  return groups.map((index) => {
    const [first = {}] = index;
    const table = name(first, 'table_name');
    const columns = index.sort((a, b) => Number(a.seq_in_index) - Number(b.seq_in_index)).map(indexColumn);
    if (name(first, 'index_name') === 'PRIMARY') return part(table, 'primary key', '', { columns });
    return part(table, 'index', name(first, 'index_name'), {
      unique: Number(first.non_unique) === 0,
      columns,
      method: name(first, 'index_type').toLowerCase(),
      comment: text(first, 'index_comment') || null,
      hidden: text(first, 'is_visible') === 'NO' || text(first, 'ignored') === 'YES',
    });
  });
}

function indexColumn(row: Row): string {
  const length = text(row, 'sub_part');
  const column = text(row, 'column_name') ?? `(${text(row, 'expression') ?? ''})`;
  return `${column}${length === null ? '' : `(${length})`}${text(row, 'collation') === 'D' ? ' desc' : ''}`;
}

async function foreignKeys(engine: Engine): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select k.table_name as tab, k.constraint_name as name, k.column_name as col, k.referenced_table_name as target,
       k.referenced_column_name as target_col, lower(r.delete_rule) as on_delete, lower(r.update_rule) as on_update,
       if(k.referenced_table_schema = k.table_schema, null, k.referenced_table_schema) as target_schema
     from information_schema.key_column_usage k
     join information_schema.referential_constraints r
       on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name
     where k.table_schema = database() and k.referenced_table_name is not null
     order by k.table_name, k.constraint_name, k.ordinal_position`,
  );
  return grouped(rows, (row) => `${name(row, 'tab')}\0${name(row, 'name')}`).map((key) => {
    const [first = {}] = key;
    const table = name(first, 'tab');
    const columns = key.map((row) => name(row, 'col'));
    const target = [text(first, 'target_schema'), name(first, 'target')].filter((each) => each !== null).join('.');
    const made = isMadeUp(name(first, 'name'));
    const object = part(table, 'foreign key', made ? `(${columns.join(', ')})` : name(first, 'name'), {
      columns,
      references: `${target} (${key.map((row) => name(row, 'target_col')).join(', ')})`,
      // InnoDB does the same for both words.
      'on delete': name(first, 'on_delete').replace('no action', 'restrict'),
      'on update': name(first, 'on_update').replace('no action', 'restrict'),
    });
    return { ...object, besides: { name: name(first, 'name') } };
  });
}

async function checks(engine: Engine): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select t.table_name as tab, c.* from information_schema.check_constraints c
     join information_schema.table_constraints t on t.constraint_schema = c.constraint_schema
       and t.constraint_name = c.constraint_name and t.constraint_type = 'CHECK'
     where c.constraint_schema = database()`,
  );
  return rows
    .map(lowerCase)
    .filter((row) => text(row, 'table_name') === null || text(row, 'table_name') === text(row, 'tab'))
    .map((row) => {
      const clause = name(row, 'check_clause');
      const constraint = name(row, 'constraint_name');
      const made = isMadeUp(constraint);
      const object = part(name(row, 'tab'), 'check', made ? `(${clause})` : constraint, { definition: clause });
      return { ...object, besides: { name: constraint } };
    });
}

/** `orders_ibfk_1`, `orders_chk_1` (MySQL), `CONSTRAINT_1` (MariaDB): what nobody wrote, and a rebuild numbers anew. */
function isMadeUp(constraint: string): boolean {
  return /(_ibfk_|_chk_|^CONSTRAINT_)\d+$/.test(constraint);
}

/** MySQL 8 names these columns in capitals, MariaDB does, too; a select list would have to know them all. */
function lowerCase(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column.toLowerCase(), value]));
}

function grouped(rows: Row[], by: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row]);
  return [...groups.values()];
}

function part(table: string, kind: string, objectName: string, facts: Record<string, Fact>): CatalogObject {
  return { kind, schema: null, table, name: objectName, facts, besides: {} };
}

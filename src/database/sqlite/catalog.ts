import type { CatalogObject } from '../catalog.js';
import { type Engine, name, type Row, text } from '../engine.js';
import { type CreateTable, parseCreateTable, withoutQualifier } from './create-table.js';
import { insideParentheses, isOther, isWord, splitAtCommas, textOf, tokensOf, withoutParentheses } from './tokens.js';

/** What libSQL keeps of its vector indexes, in tables that it does not call shadows (seen on 3.45). */
const shadowsOfVectorIndexes = `
  select 'libsql_vector_meta_shadow'
  union all select name || '_shadow' from sqlite_schema where type = 'index' and instr(lower(sql), 'libsql_vector_idx(') > 0
`;

/** The schema of an SQLite database: its pragmas, and the statements it keeps for what they leave out. */
export async function readCatalog(engine: Engine, ledger: { table: string }): Promise<CatalogObject[]> {
  const entries = await engine.query(
    `select s.type, s.name, s.tbl_name, s.sql, l.type as kind, l.wr, l.strict
     from sqlite_schema s left join pragma_table_list l on l.name = s.name and l.schema = 'main' and s.type = 'table'
     where s.sql is not null and s.name not like 'sqlite\\_%' escape '\\' and s.tbl_name <> ${literal(ledger.table)}
       and s.name <> 'libsql_wasm_func_table' and coalesce(l.type, '') <> 'shadow'
       and s.tbl_name not in (${shadowsOfVectorIndexes})`,
  );
  const objects: CatalogObject[] = [];
  for (const entry of entries) {
    if (entry.type === 'table') objects.push(...(await tableObjects(engine, entry)));
    else if (entry.type === 'index') objects.push(indexObject(entry));
    else objects.push(otherObject(entry));
  }
  return objects;
}

async function tableObjects(engine: Engine, entry: Row): Promise<CatalogObject[]> {
  const table = name(entry, 'name');
  const sql = name(entry, 'sql');
  const base: CatalogObject = {
    kind: 'table',
    schema: null,
    table: null,
    name: table,
    facts: {},
    besides: { definition: sql },
  };
  if (entry.kind === 'virtual') return [{ ...base, facts: { definition: textOf(tokensOf(sql)) } }];
  const parsed = parseCreateTable(sql, table);
  base.facts = {
    'without rowid': Number(entry.wr) === 1,
    strict: Number(entry.strict) === 1,
    'on conflict': parsed.onConflict,
  };
  const columns = await engine.query(`select * from pragma_table_xinfo(${literal(table)}) where hidden <> 1`);
  return [
    base,
    ...columns.map((column) => columnObject(table, column, parsed)),
    ...primaryKey(table, columns, parsed),
    ...parsed.checks.map((check) => part(table, 'check', `(${check})`, {})),
    ...(await uniques(engine, table)),
    ...(await foreignKeys(engine, table, parsed)),
  ];
}

function columnObject(table: string, column: Row, parsed: CreateTable): CatalogObject {
  const columnName = name(column, 'name');
  const { collation = null, generated = null } = parsed.columns.get(columnName.toLowerCase()) ?? {};
  const value = text(column, 'dflt_value');
  const storage = { 2: 'virtual', 3: 'stored' }[Number(column.hidden)];
  const facts = {
    // Generated columns: SQLite leaves «generated always» in the type (seen on 3.45).
    type: name(column, 'type')
      .toLowerCase()
      .replace(/\s*generated always$/, ''),
    'not null': Number(column.notnull) === 1,
    default: value === null ? null : textOf(withoutParentheses(tokensOf(value))),
    generated: storage === undefined ? null : `${generated} ${storage}`,
    collation,
  };
  return { ...part(table, 'column', columnName, facts), besides: { position: Number(column.cid), default: value } };
}

function primaryKey(table: string, columns: Row[], parsed: CreateTable): CatalogObject[] {
  const names = columns
    .filter((column) => Number(column.pk) > 0)
    .sort((a, b) => Number(a.pk) - Number(b.pk))
    .map((column) => name(column, 'name'));
  if (names.length === 0) return [];
  return [part(table, 'primary key', '', { columns: names, autoincrement: parsed.isAutoincrement })];
}

/** The constraint; an index that CREATE UNIQUE INDEX made is an index. */
async function uniques(engine: Engine, table: string): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select l.name, i.name as "column" from pragma_index_list(${literal(table)}) l, pragma_index_info(l.name) i
     where l.origin = 'u' order by l.name, i.seqno`,
  );
  const indexes = [...new Set(rows.map((row) => name(row, 'name')))];
  return indexes.map((index) => {
    const columns = rows.filter((row) => row.name === index).map((row) => name(row, 'column'));
    return part(table, 'unique', `(${columns.join(', ')})`, {});
  });
}

async function foreignKeys(engine: Engine, table: string, parsed: CreateTable): Promise<CatalogObject[]> {
  const rows = await engine.query(`select * from pragma_foreign_key_list(${literal(table)}) order by id, seq`);
  const ids = [...new Set(rows.map((row) => Number(row.id)))];
  return ids.map((id) => {
    const key = rows.filter((row) => Number(row.id) === id);
    const [first = {}] = key;
    const columns = key.map((row) => name(row, 'from')).join(', ');
    return part(table, 'foreign key', `(${columns}) references ${name(first, 'table')}`, {
      // Without columns it means the primary key.
      columns: key.map((row) => text(row, 'to') ?? 'primary key'),
      'on delete': name(first, 'on_delete').toLowerCase(),
      'on update': name(first, 'on_update').toLowerCase(),
      deferred: parsed.deferred.includes(columns),
    });
  });
}

function indexObject(entry: Row): CatalogObject {
  const table = name(entry, 'tbl_name');
  const sql = name(entry, 'sql');
  const tokens = withoutQualifier(tokensOf(sql), table);
  const open = tokens.findIndex((token) => isOther(token, '('));
  const { inside, close } = insideParentheses(tokens, open);
  const where = tokens.slice(close + 1);
  const facts = {
    unique: isWord(tokens[1], 'unique'),
    columns: splitAtCommas(inside).map((term) => textOf(isWord(term.at(-1), 'asc') ? term.slice(0, -1) : term)),
    where: isWord(where[0], 'where') ? textOf(withoutParentheses(where.slice(1))) : null,
  };
  return { ...part(table, 'index', name(entry, 'name'), facts), besides: { definition: sql } };
}

/** Views and triggers are what their text says. */
function otherObject(entry: Row): CatalogObject {
  const kind = name(entry, 'type');
  const sql = name(entry, 'sql');
  const facts = { definition: textOf(tokensOf(sql)) };
  const table = kind === 'trigger' ? name(entry, 'tbl_name') : null;
  return { kind, schema: null, table, name: name(entry, 'name'), facts, besides: { definition: sql } };
}

function part(table: string, kind: string, objectName: string, facts: CatalogObject['facts']): CatalogObject {
  return { kind, schema: null, table, name: objectName, facts, besides: {} };
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

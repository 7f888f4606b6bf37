// A history of PostgreSQL migrations as drizzle-kit 0.31 leaves one, made up but the same at every call: what a few
// years of a web application change. Both SQL and snapshots, so that reading them takes the time that it takes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ name: string, type: string, notNull: boolean, default?: string | number | boolean, enumerated?: boolean }} Column
 * @typedef {{ name: string, column: string, to: string }} ForeignKey
 * @typedef {{ id: number, name: string, columns: Column[], indexes: Map<string, string>, keys: ForeignKey[], uniques: Map<string, string> }} Table
 * @typedef {{ tables: Table[], enums: Map<string, string[]>, made: number }} Schema
 */

const breakpoint = '--> statement-breakpoint\n';
const nouns =
  'account article audit cart comment contact device event file invoice label message order plan project'.split(' ');
const facts = 'title note amount state source locale score reason kind owner'.split(' ');
/** @param {number} place */
const idOf = (place) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;

/**
 * Writes a project with `count` migrations.
 *
 * @param {string} folder is made.
 * @param {number} count
 * @returns {string[]} the tags
 */
export function writeHistory(folder, count) {
  const out = join(folder, 'drizzle');
  mkdirSync(join(out, 'meta'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "history", "private": true }\n');
  writeFileSync(
    join(folder, 'drizzle.config.ts'),
    "export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };\n",
  );
  /** @type {Schema} */
  const schema = { tables: [], enums: new Map(), made: 0 };
  const entries = [];
  for (let at = 0; at < count; at++) {
    const { name, statements } = changeAt(schema, at);
    const number = String(at).padStart(4, '0');
    const tag = `${number}_${name}`;
    writeFileSync(join(out, `${tag}.sql`), statements.join(breakpoint));
    writeFileSync(join(out, 'meta', `${number}_snapshot.json`), JSON.stringify(snapshotOf(schema, at), null, 2));
    entries.push({ idx: at, version: '7', when: Date.UTC(2023, 0, 1) + at * 86_400_000, tag, breakpoints: true });
  }
  const journal = { version: '7', dialect: 'postgresql', entries };
  writeFileSync(join(out, 'meta/_journal.json'), JSON.stringify(journal, null, 2));
  return entries.map(({ tag }) => tag);
}

/** @param {Schema} schema @param {number} at @returns {{ name: string, statements: string[] }} */
function changeAt(schema, at) {
  const change = at % 6 === 0 && schema.tables.length < 50 ? createTable : changes[at % changes.length];
  const table = schema.tables[(at * 7) % Math.max(schema.tables.length, 1)];
  if (change === undefined || table === undefined) return createTable(schema, at);
  return change(schema, at, table);
}

/** @typedef {(schema: Schema, at: number, table: Table) => { name: string, statements: string[] }} Change */

/** @type {(schema: Schema, at: number) => { name: string, statements: string[] }} */
function createTable(schema, at) {
  const id = schema.made++;
  const name = `${nouns[id % nouns.length]}_${id}`;
  /** @type {Table} */
  const table = {
    id,
    name,
    columns: [
      { name: 'id', type: 'uuid', notNull: true, default: 'gen_random_uuid()' },
      { name: 'name', type: 'varchar(120)', notNull: true },
      { name: 'count', type: 'integer', notNull: true, default: 0 },
      { name: 'is_active', type: 'boolean', notNull: true, default: true },
      { name: 'settings', type: 'jsonb', notNull: false },
      { name: 'created_at', type: 'timestamp with time zone', notNull: true, default: 'now()' },
    ],
    indexes: new Map(),
    keys: [],
    uniques: new Map([[`${name}_name_unique`, 'name']]),
  };
  const to = schema.tables[(at * 5) % Math.max(schema.tables.length, 1)];
  if (to !== undefined) table.columns.push({ name: 'parent_id', type: 'uuid', notNull: false });
  schema.tables.push(table);
  const columns = table.columns.map((column) => {
    const primary = column.name === 'id' ? ' PRIMARY KEY' : '';
    return `\t"${column.name}" ${column.type}${primary}${tail(column)}`;
  });
  const unique = `\tCONSTRAINT "${name}_name_unique" UNIQUE("name")`;
  const statements = [`CREATE TABLE "${name}" (\n${[...columns, unique].join(',\n')}\n);\n`];
  if (to !== undefined) statements.push(addKey(table, 'parent_id', to.name));
  statements.push(addIndex(table, 'created_at'));
  return { name: `create_${name}`, statements };
}

/** @type {Change[]} */
const changes = [
  (_, at, table) => ({
    name: `describe_${table.name}`,
    statements: [addColumn(table, fact(at, 0), 'text'), addColumn(table, fact(at, 1), 'integer', 0)],
  }),
  (_, at, table) => {
    const column = fact(at, 2);
    return { name: `find_${table.name}`, statements: [addColumn(table, column, 'text'), addIndex(table, column)] };
  },
  (schema, at, table) => {
    const column = `${fact(at, 3)}_id`;
    const to = schema.tables[(at * 3) % schema.tables.length] ?? table;
    return {
      name: `link_${table.name}`,
      statements: [addColumn(table, column, 'uuid'), addKey(table, column, to.name), addIndex(table, column)],
    };
  },
  (schema, at, table) => {
    const name = `${table.name}_status_${at}`;
    schema.enums.set(name, ['draft', 'open', 'closed']);
    table.columns.push({ name: `status_${at}`, type: name, notNull: true, default: 'draft', enumerated: true });
    return {
      name: `status_of_${table.name}`,
      statements: [
        `CREATE TYPE "public"."${name}" AS ENUM('draft', 'open', 'closed');`,
        `ALTER TABLE "${table.name}" ADD COLUMN "status_${at}" "${name}" DEFAULT 'draft' NOT NULL;`,
      ],
    };
  },
  (_, at, table) => {
    const column = lastFree(table);
    if (column === undefined) return { name: `add_${at}`, statements: [addColumn(table, fact(at, 4), 'text')] };
    const old = column.name;
    column.name = `${old}_v${at}`;
    return {
      name: `rename_in_${table.name}`,
      statements: [`ALTER TABLE "${table.name}" RENAME COLUMN "${old}" TO "${column.name}";`],
    };
  },
  (_, at, table) => {
    const column = lastFree(table);
    if (column === undefined) return { name: `extend_${at}`, statements: [addColumn(table, fact(at, 5), 'text')] };
    table.columns.splice(table.columns.indexOf(column), 1);
    return {
      name: `shrink_${table.name}`,
      statements: [`ALTER TABLE "${table.name}" DROP COLUMN "${column.name}";`],
    };
  },
  (_, at, table) => {
    const column = fact(at, 6);
    const name = `${table.name}_${column}_unique`;
    const statements = [addColumn(table, column, 'varchar(64)')];
    table.uniques.set(name, column);
    return {
      name: `unique_in_${table.name}`,
      statements: [...statements, `ALTER TABLE "${table.name}" ADD CONSTRAINT "${name}" UNIQUE("${column}");`],
    };
  },
  (schema, at, table) => {
    const [found] = [...schema.enums].filter(([, values]) => values.length < 8).slice(at % 5);
    if (found === undefined) return { name: `note_${at}`, statements: [addColumn(table, fact(at, 7), 'text')] };
    const [name, values] = found;
    values.push(`value_${at}`);
    return { name: `extend_${name}`, statements: [`ALTER TYPE "public"."${name}" ADD VALUE 'value_${at}';`] };
  },
  (_, at, table) => {
    const column = lastFree(table);
    if (column === undefined) return { name: `grow_${at}`, statements: [addColumn(table, fact(at, 8), 'text')] };
    column.notNull = true;
    const statements = [`ALTER TABLE "${table.name}" ALTER COLUMN "${column.name}" SET NOT NULL;`];
    if (at % 2 === 0) {
      statements.unshift(`UPDATE "${table.name}" SET "${column.name}" = '' WHERE "${column.name}" IS NULL;`);
    }
    return { name: `require_in_${table.name}`, statements };
  },
  (_, __, table) => {
    const [index] = table.indexes.keys();
    if (index === undefined) return { name: `index_${table.name}`, statements: [addIndex(table, 'count')] };
    table.indexes.delete(index);
    return { name: `unindex_${table.name}`, statements: [`DROP INDEX "${index}";`] };
  },
  (_, at, table) => {
    if (at % 4 !== 0)
      return { name: `widen_${table.name}_${at}`, statements: [addColumn(table, fact(at, 9), 'bigint')] };
    const old = table.name;
    table.name = `${old}_renamed`;
    return { name: `rename_${old}`, statements: [`ALTER TABLE "${old}" RENAME TO "${table.name}";`] };
  },
];

/** A column that nothing else rests on. @param {Table} table */
function lastFree(table) {
  return table.columns.findLast(
    ({ name, type, notNull }) =>
      type === 'text' && !notNull && ![...table.indexes.values(), ...table.uniques.values()].includes(name),
  );
}

/** @param {number} at @param {number} other */
function fact(at, other) {
  return `${facts[(at + other) % facts.length]}_${at}`;
}

/** @param {Column} column */
function tail({ default: value, notNull, enumerated = false }) {
  const text = enumerated ? `'${value}'` : value;
  return `${value === undefined ? '' : ` DEFAULT ${text}`}${notNull ? ' NOT NULL' : ''}`;
}

/** @param {Table} table @param {string} name @param {string} type @param {number} [value] */
function addColumn(table, name, type, value) {
  /** @type {Column} */
  const column = { name, type, notNull: value !== undefined, ...(value === undefined ? {} : { default: value }) };
  table.columns.push(column);
  return `ALTER TABLE "${table.name}" ADD COLUMN "${name}" ${type}${tail(column)};`;
}

/** @param {Table} table @param {string} column */
function addIndex(table, column) {
  const name = `${table.name}_${column}_idx`;
  table.indexes.set(name, column);
  return `CREATE INDEX "${name}" ON "${table.name}" USING btree ("${column}");`;
}

/** @param {Table} table @param {string} column @param {string} to */
function addKey(table, column, to) {
  const name = `${table.name}_${column}_fk`;
  table.keys.push({ name, column, to });
  return `ALTER TABLE "${table.name}" ADD CONSTRAINT "${name}" FOREIGN KEY ("${column}") REFERENCES "public"."${to}"("id") ON DELETE cascade ON UPDATE no action;`;
}

/** @param {Schema} schema @param {number} at */
function snapshotOf({ tables, enums }, at) {
  return {
    id: idOf(at + 1),
    prevId: idOf(at),
    version: '7',
    dialect: 'postgresql',
    tables: Object.fromEntries(tables.map((table) => [`public.${table.name}`, tableOf(table)])),
    enums: Object.fromEntries(
      [...enums].map(([name, values]) => [`public.${name}`, { name, schema: 'public', values: [...values] }]),
    ),
    schemas: {},
    sequences: {},
    roles: {},
    policies: {},
    views: {},
    _meta: { columns: {}, schemas: {}, tables: {} },
  };
}

/** @param {Table} table */
function tableOf({ name, columns, indexes, keys, uniques }) {
  return {
    name,
    schema: '',
    columns: Object.fromEntries(
      columns.map(({ enumerated, ...column }) => [
        column.name,
        {
          ...column,
          ...(enumerated ? { typeSchema: 'public', default: `'${column.default}'` } : {}),
          primaryKey: column.name === 'id',
        },
      ]),
    ),
    indexes: Object.fromEntries([...indexes].map(([index, column]) => [index, indexOf(index, column)])),
    foreignKeys: Object.fromEntries(
      keys.map(({ name: key, column, to }) => [
        key,
        {
          name: key,
          tableFrom: name,
          tableTo: to,
          columnsFrom: [column],
          columnsTo: ['id'],
          onDelete: 'cascade',
          onUpdate: 'no action',
        },
      ]),
    ),
    compositePrimaryKeys: {},
    uniqueConstraints: Object.fromEntries(
      [...uniques].map(([unique, column]) => [unique, { name: unique, nullsNotDistinct: false, columns: [column] }]),
    ),
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  };
}

/** @param {string} name @param {string} column */
function indexOf(name, column) {
  const columns = [{ expression: column, isExpression: false, asc: true, nulls: 'last' }];
  return { name, columns, isUnique: false, concurrently: false, method: 'btree', with: {} };
}

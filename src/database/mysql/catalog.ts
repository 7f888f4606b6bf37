import type { CatalogObject, Fact } from '../catalog.js';
import { type Engine, name, type Row, text } from '../engine.js';
import { keyObjects } from './keys.js';

/** The schema of a MySQL or MariaDB database, from its information schema. Seen on MariaDB 10.11. */
export async function readCatalog(engine: Engine, ledger: { table: string }): Promise<CatalogObject[]> {
  const [place = {}] = await engine.query(
    'select database() as db, @@collation_database as collation_name, @@default_storage_engine as storage',
  );
  const database = name(place, 'db');
  const objects = [
    ...(await tables(engine, place)),
    ...(await columns(engine)),
    ...(await keyObjects(engine)),
    ...(await views(engine, database)),
    ...(await triggers(engine)),
    ...(await routines(engine, database)),
  ];
  return objects.filter((object) => (object.table ?? object.name) !== ledger.table);
}

async function tables(engine: Engine, place: Row): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select table_name as name, engine, table_collation as collation_name, table_comment as comment, create_options as options
     from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'`,
  );
  return rows.map((row) =>
    object('table', null, name(row, 'name'), {
      engine: sameAs(text(row, 'engine'), place.storage),
      collation: sameAs(text(row, 'collation_name'), place.collation_name),
      comment: text(row, 'comment') || null,
      options: text(row, 'options') || null,
    }),
  );
}

/** The default of the database is no property of the table. */
function sameAs(value: string | null, usual: unknown): string | null {
  return value === usual ? null : value;
}

async function columns(engine: Engine): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select c.table_name as tab, c.column_name as name, c.column_type as type, c.is_nullable as nullable,
       c.column_default as value, c.extra, c.column_comment as comment, c.generation_expression as expression,
       c.ordinal_position as position, nullif(c.collation_name, t.table_collation) as collation_name
     from information_schema.columns c
     join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
     where c.table_schema = database() and t.table_type = 'BASE TABLE'`,
  );
  return rows.map((row) => {
    const expression = text(row, 'expression') || null;
    // MySQL says DEFAULT_GENERATED of every default that is an expression.
    const extra = name(row, 'extra').toLowerCase().replace('default_generated', '').trim();
    const facts = {
      type: name(row, 'type'),
      'not null': name(row, 'nullable') === 'NO',
      // MariaDB writes the word NULL for a nullable column without a default, MySQL nothing.
      default: text(row, 'value') === 'NULL' ? null : text(row, 'value'),
      generated: expression === null ? null : `${expression} ${extra.split(' ')[0]}`,
      extra: expression === null ? extra || null : null,
      collation: text(row, 'collation_name'),
      comment: text(row, 'comment') || null,
    };
    return {
      ...object('column', name(row, 'tab'), name(row, 'name'), facts),
      besides: { position: Number(row.position) },
    };
  });
}

async function views(engine: Engine, database: string): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select table_name as name, view_definition as definition, check_option, security_type
     from information_schema.views where table_schema = database()`,
  );
  return rows.map((row) =>
    object('view', null, name(row, 'name'), {
      definition: withoutDatabase(text(row, 'definition'), database),
      'check option': text(row, 'check_option'),
      security: text(row, 'security_type'),
    }),
  );
}

async function triggers(engine: Engine): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select trigger_name as name, event_object_table as tab, action_timing as timing, event_manipulation as event,
       action_statement as body, action_order as place
     from information_schema.triggers where trigger_schema = database()`,
  );
  return rows.map((row) =>
    object('trigger', name(row, 'tab'), name(row, 'name'), {
      definition: `${text(row, 'timing')} ${text(row, 'event')} ${text(row, 'body')}`,
      place: Number(row.place),
    }),
  );
}

async function routines(engine: Engine, database: string): Promise<CatalogObject[]> {
  const rows = await engine.query(
    `select r.routine_name as name, lower(r.routine_type) as kind, r.routine_definition as body,
       r.dtd_identifier as result, r.is_deterministic as fixed, r.sql_data_access as data_access,
       (select group_concat(concat_ws(' ', p.parameter_mode, p.parameter_name, p.dtd_identifier)
          order by p.ordinal_position separator ', ')
        from information_schema.parameters p where p.specific_schema = r.routine_schema
          and p.specific_name = r.specific_name and p.ordinal_position > 0) as parameters
     from information_schema.routines r where r.routine_schema = database()`,
  );
  return rows.map((row) =>
    object(name(row, 'kind'), null, name(row, 'name'), {
      definition: withoutDatabase(text(row, 'body'), database),
      parameters: text(row, 'parameters'),
      result: text(row, 'result'),
      deterministic: text(row, 'fixed') === 'YES',
      access: text(row, 'data_access'),
    }),
  );
}

/** The server writes the database's name in front of every table of a view. */
function withoutDatabase(definition: string | null, database: string): string | null {
  return definition?.replaceAll(`\`${database}\`.`, '') ?? null;
}

function object(kind: string, table: string | null, objectName: string, facts: Record<string, Fact>): CatalogObject {
  return { kind, schema: null, table, name: objectName, facts, besides: {} };
}

import type { CatalogObject } from '../../database/catalog.js';
import type { Engine } from '../../database/engine.js';
import { name, text } from '../../database/engine.js';
import { literal } from './text.js';

/** What PostgreSQL will not let something be dropped or altered for. */
export interface Dependent {
  /** As in the catalog; also `default` and `generated` for a column that has one that depends. */
  kind: string;
  schema: string | null;
  table: string | null;
  name: string;
}

type Target = Pick<CatalogObject, 'kind' | 'schema' | 'table' | 'name'>;

/**
 * What depends on an object, on what is part of it, or on its type.
 *
 * @param andOwn also what would go with it.
 */
export async function dependentsOf(
  engine: Engine,
  target: Target,
  { andOwn = false }: { andOwn?: boolean } = {},
): Promise<Dependent[]> {
  return withEmptyPath(engine, async () => {
    const rows = await engine.query(`with target as (${targetQuery(target)}),
      found as (
        select distinct d.classid, d.objid, d.objsubid from pg_depend d join target t on d.refclassid = t.classid
          and d.refobjid = t.objid and (t.subid is null or d.refobjsubid = t.subid)
        where d.deptype in (${andOwn ? "'n', 'a'" : "'n'"})
      )
      ${found}`);
    return rows.map((row) => ({
      kind: name(row, 'kind'),
      schema: text(row, 'schema'),
      table: text(row, 'table'),
      name: name(row, 'name'),
    }));
  });
}

/** The columns of tables that have a type, or an array of it; `isBlocked` where more than columns is made of it. */
export async function columnsOfType(
  engine: Engine,
  type: { schema: string | null; name: string },
): Promise<{ schema: string | null; table: string; column: string; isArray: boolean; kind: string }[]> {
  const rows = await engine.query(`select n.nspname as schema, c.relname as "table", a.attname as "column",
      a.atttypid <> t.oid as "isArray", c.relkind as kind
    from pg_type t join pg_namespace tn on tn.oid = t.typnamespace
    join pg_attribute a on a.atttypid in (t.oid, t.typarray) and not a.attisdropped and a.attinhcount = 0
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'f', 'c')
    join pg_namespace n on n.oid = c.relnamespace
    where t.typname = ${literal(type.name)} and tn.nspname = ${literal(type.schema ?? 'public')}
    order by 1, 2, a.attnum`);
  return rows.map((row) => ({
    schema: text(row, 'schema'),
    table: name(row, 'table'),
    column: name(row, 'column'),
    isArray: row.isArray === true,
    kind: name(row, 'kind'),
  }));
}

/** Definitions and arguments name what is on the search path without its schema. */
async function withEmptyPath<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  await engine.run("SAVEPOINT lockstep_path; SET LOCAL search_path TO ''");
  try {
    return await work();
  } finally {
    await engine.run('ROLLBACK TO SAVEPOINT lockstep_path; RELEASE SAVEPOINT lockstep_path');
  }
}

const classOf: Record<string, 'class' | 'type' | 'function' | 'constraint' | 'column' | 'extension' | 'schema'> = {
  table: 'class',
  view: 'class',
  'materialized view': 'class',
  sequence: 'class',
  index: 'class',
  column: 'column',
  enum: 'type',
  domain: 'type',
  'composite type': 'type',
  'range type': 'type',
  function: 'function',
  'window function': 'function',
  procedure: 'function',
  aggregate: 'function',
  'primary key': 'constraint',
  unique: 'constraint',
};

/** Rows of classid, objid, subid for what refers to the object by one of its addresses. */
function targetQuery({ kind, schema, table, name: of }: Target): string {
  const space = `(select oid from pg_namespace where nspname = ${literal(schema ?? 'public')})`;
  const relation = `select oid from pg_class where relnamespace = ${space} and relname = ${literal(table ?? of)}`;
  switch (classOf[kind]) {
    case 'class':
      return `select 'pg_class'::regclass as classid, c.oid as objid, null::int as subid from pg_class c where c.oid in (${relation})
        union all select 'pg_type'::regclass, t.oid, null from pg_type t where t.typrelid in (${relation})
          or t.typelem in (select oid from pg_type where typrelid in (${relation}))`;
    case 'column':
      return `select 'pg_class'::regclass as classid, a.attrelid as objid, a.attnum::int as subid from pg_attribute a
        where a.attrelid in (${relation}) and a.attname = ${literal(of)}
        union all select 'pg_class'::regclass, x.indexrelid, null from pg_index x join pg_attribute a on a.attrelid = x.indrelid
          and a.attnum = any (x.indkey) where a.attrelid in (${relation}) and a.attname = ${literal(of)}`;
    case 'type':
      return `select 'pg_type'::regclass as classid, t.oid as objid, null::int as subid from pg_type t
        where t.typnamespace = ${space} and (t.typname = ${literal(of)} or t.oid = (
          select typarray from pg_type where typnamespace = ${space} and typname = ${literal(of)}))`;
    case 'function':
      return `select 'pg_proc'::regclass as classid, p.oid as objid, null::int as subid from pg_proc p
        where p.pronamespace = ${space} and p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' = ${literal(of)}`;
    case 'constraint':
      return `select 'pg_constraint'::regclass as classid, o.oid as objid, null::int as subid from pg_constraint o
        where o.conrelid in (${relation}) and o.conname = ${literal(of)}
        union all select 'pg_class'::regclass, o.conindid, null from pg_constraint o
        where o.conrelid in (${relation}) and o.conname = ${literal(of)}`;
    default:
      return 'select null::oid as classid, null::oid as objid, null::int as subid';
  }
}

const found = `
  select case when w.rulename <> '_RETURN' then 'rule' when c.relkind = 'm' then 'materialized view' else 'view' end as kind,
    n.nspname as schema, case when w.rulename <> '_RETURN' then c.relname end as "table",
    case when w.rulename <> '_RETURN' then w.rulename else c.relname end as name
  from found f join pg_rewrite w on f.classid = 'pg_rewrite'::regclass and w.oid = f.objid
  join pg_class c on c.oid = w.ev_class join pg_namespace n on n.oid = c.relnamespace
  union select case o.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
      when 'c' then 'check' else 'exclusion constraint' end, n.nspname, c.relname, o.conname
  from found f join pg_constraint o on f.classid = 'pg_constraint'::regclass and o.oid = f.objid
  join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
  where o.contype in ('p', 'u', 'f', 'c', 'x') and o.conparentid = 0
  union select 'policy', n.nspname, c.relname, p.polname
  from found f join pg_policy p on f.classid = 'pg_policy'::regclass and p.oid = f.objid
  join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
  union select 'trigger', n.nspname, c.relname, g.tgname
  from found f join pg_trigger g on f.classid = 'pg_trigger'::regclass and g.oid = f.objid and not g.tgisinternal
  join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
  union select case when a.attgenerated = '' then 'default' else 'generated' end, n.nspname, c.relname, a.attname
  from found f join pg_attrdef d on f.classid = 'pg_attrdef'::regclass and d.oid = f.objid
  join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
  join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace
  union select case c.relkind when 'i' then 'index' when 'S' then 'sequence' when 'v' then 'view'
      when 'm' then 'materialized view' else case when f.objsubid = 0 then 'table' else 'column' end end,
    n.nspname, case when f.objsubid <> 0 then c.relname when c.relkind = 'i' then t.relname end, coalesce(a.attname, c.relname)
  from found f join pg_class c on f.classid = 'pg_class'::regclass and c.oid = f.objid
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attnum = f.objsubid and f.objsubid <> 0
  left join pg_index x on x.indexrelid = c.oid left join pg_class t on t.oid = x.indrelid
  where c.relkind in ('r', 'p', 'i', 'S', 'v', 'm')
    and not exists (select 1 from pg_constraint o where o.conindid = c.oid and o.contype in ('p', 'u', 'x'))
  union select case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'w' then 'window function'
      else 'aggregate' end, n.nspname, null, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
  from found f join pg_proc p on f.classid = 'pg_proc'::regclass and p.oid = f.objid
  join pg_namespace n on n.oid = p.pronamespace
  union select case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range type' else 'composite type' end,
    n.nspname, null, t.typname
  from found f join pg_type t on f.classid = 'pg_type'::regclass and t.oid = f.objid
  join pg_namespace n on n.oid = t.typnamespace
  where t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and exists (select 1 from pg_class c where c.oid = t.typrelid and c.relkind = 'c')
  union select 'statistics', n.nspname, c.relname, s.stxname
  from found f join pg_statistic_ext s on f.classid = 'pg_statistic_ext'::regclass and s.oid = f.objid
  join pg_class c on c.oid = s.stxrelid join pg_namespace n on n.oid = s.stxnamespace
  union select 'event trigger', null, null, e.evtname
  from found f join pg_event_trigger e on f.classid = 'pg_event_trigger'::regclass and e.oid = f.objid
  order by 1, 2, 3, 4`;

import { type CatalogQuery, notExtension, own, ownSchema, privileges } from './query.js';

const types = `from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where ${own('t.oid')} and ${ownSchema} and ${notExtension('pg_type', 't.oid')}`;

/** What is part of no table. Seen on PostgreSQL 15 and 18. */
export const otherQueries: CatalogQuery[] = [
  {
    kind: 'schema',
    sql: `select null as schema, null as "table", n.nspname as name, jsonb_build_object(
        'privileges', ${privileges('n.nspacl', 'n', 'n.nspowner')}
      ) as facts
      from pg_namespace n
      where ${ownSchema} and ${notExtension('pg_namespace', 'n.oid')}
        and not exists (select 1 from ledger where ledger.schema = n.nspname and n.nspname <> 'public')`,
  },
  {
    kind: 'extension',
    sql: `select null as schema, null as "table", e.extname as name,
        jsonb_build_object('schema', n.nspname) as facts, jsonb_build_object('version', e.extversion) as besides
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`,
  },
  {
    kind: 'enum',
    isOfTables: true,
    sql: `select n.nspname as schema, null as "table", t.typname as name, jsonb_build_object(
        'values', (select coalesce(jsonb_agg(e.enumlabel order by e.enumsortorder), '[]')
          from pg_enum e where e.enumtypid = t.oid)
      ) as facts ${types} and t.typtype = 'e'`,
  },
  {
    kind: 'domain',
    sql: `select n.nspname as schema, null as "table", t.typname as name, jsonb_build_object(
        'type', format_type(t.typbasetype, t.typtypmod),
        'not null', t.typnotnull,
        'default', t.typdefault,
        'collation', (select l.oid::regcollation::text from pg_collation l
          join pg_type b on b.oid = t.typbasetype where l.oid = t.typcollation and t.typcollation <> b.typcollation),
        'checks', (select coalesce(jsonb_agg(o.conname || ' ' || pg_get_constraintdef(o.oid) order by o.conname), '[]')
          from pg_constraint o where o.contypid = t.oid and o.contype = 'c')
      ) as facts ${types} and t.typtype = 'd'`,
  },
  {
    kind: 'composite type',
    sql: `select n.nspname as schema, null as "table", t.typname as name, jsonb_build_object(
        'attributes', (select coalesce(jsonb_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
          order by a.attnum), '[]')
          from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
      ) as facts ${types} and t.typtype = 'c'
        and exists (select 1 from pg_class c where c.oid = t.typrelid and c.relkind = 'c')`,
  },
  {
    kind: 'range type',
    sql: `select n.nspname as schema, null as "table", t.typname as name,
        jsonb_build_object('subtype', (select format_type(g.rngsubtype, null) from pg_range g where g.rngtypid = t.oid))
        as facts ${types} and t.typtype = 'r'`,
  },
  {
    kind: null,
    sql: `select case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'w' then 'window function'
          else 'aggregate' end as kind,
        n.nspname as schema, null as "table",
        p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name, jsonb_build_object(
          'definition', case p.prokind when 'a' then pg_get_function_result(p.oid) else pg_get_functiondef(p.oid) end,
          'privileges', ${privileges('p.proacl', 'f', 'p.proowner')}
        ) as facts
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${own('p.oid')} and ${ownSchema} and ${notExtension('pg_proc', 'p.oid')}
        and not exists (select 1 from pg_depend d
          where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')`,
  },
  {
    kind: 'event trigger',
    sql: `select null as schema, null as "table", t.evtname as name, jsonb_build_object(
        'event', t.evtevent, 'tags', coalesce(to_jsonb(t.evttags), '[]'), 'function', t.evtfoid::regprocedure::text,
        'enabled', t.evtenabled
      ) as facts
      from pg_event_trigger t where ${notExtension('pg_event_trigger', 't.oid')}`,
  },
  {
    kind: 'comment',
    sql: `select null as schema, null as "table", i.type || ' ' || i.identity as name,
        jsonb_build_object('text', d.description) as facts,
        jsonb_build_object('type', i.type, 'identity', i.identity) as besides
      from pg_description d
      cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
      where ${own('d.objoid')} and d.classoid <> 'pg_extension'::regclass
        and not exists (select 1 from pg_depend e
          where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')
        and (d.classoid <> 'pg_class'::regclass or exists (select 1 from relation r where r.oid = d.objoid))`,
  },
];

/** The comment of a role that no migration makes and some grant to: it is there for the replay alone. */
export const madeForReplay = 'made by lockstep for the replay of migrations';

/** Roles belong to the whole server: they are part of the schema only where the database is the only one there. */
export const roleQuery: CatalogQuery = {
  kind: 'role',
  sql: `select null as schema, null as "table", r.rolname as name, jsonb_build_object(
      'superuser', r.rolsuper, 'create database', r.rolcreatedb, 'create role', r.rolcreaterole,
      'inherit', r.rolinherit, 'login', r.rolcanlogin, 'bypass row level security', r.rolbypassrls,
      'member of', (select coalesce(jsonb_agg(pg_get_userbyid(m.roleid)::text order by pg_get_userbyid(m.roleid)::text collate "C"), '[]')
        from pg_auth_members m where m.member = r.oid)
    ) as facts
    from pg_roles r where ${own('r.oid')}
      and coalesce(shobj_description(r.oid, 'pg_authid'), '') <> '${madeForReplay}'`,
};

import { type CatalogQuery, privileges } from './query.js';

const sequenceOptions = `format('%s start %s increment %s min %s max %s cache %s%s', format_type(q.seqtypid, null),
  q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, case when q.seqcycle then ' cycle' else '' end)`;

/** Tables and all that is part of one. Seen on PostgreSQL 15 and 18. */
export const tableQueries: CatalogQuery[] = [
  {
    kind: 'table',
    isOfTables: true,
    sql: `select r.schema, null as "table", r.relname as name, jsonb_build_object(
        'kind', case r.relkind when 'p' then 'partitioned' when 'f' then 'foreign' else 'ordinary' end,
        'unlogged', r.relpersistence = 'u',
        'row level security', r.relrowsecurity,
        'row level security forced', r.relforcerowsecurity,
        'partition by', pg_get_partkeydef(r.oid),
        'partition bound', pg_get_expr(r.relpartbound, r.oid),
        'inherits', (select coalesce(jsonb_agg(i.inhparent::regclass::text order by i.inhseqno), '[]')
          from pg_inherits i where i.inhrelid = r.oid),
        'options', coalesce(to_jsonb(r.reloptions), '[]'),
        'replica identity', case r.relreplident when 'n' then 'nothing' when 'f' then 'full' when 'i' then 'index' end,
        'privileges', ${privileges('r.relacl', 'r', 'r.relowner')}
      ) as facts
      from relation r where r.relkind in ('r', 'p', 'f')`,
  },
  {
    kind: 'column',
    isOfTables: true,
    sql: `select r.schema, r.relname as "table", a.attname as name, jsonb_build_object(
        'type', format_type(a.atttypid, a.atttypmod),
        'not null', a.attnotnull,
        'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
        'generated', case a.attgenerated when 's' then pg_get_expr(d.adbin, d.adrelid) || ' stored'
          when 'v' then pg_get_expr(d.adbin, d.adrelid) || ' virtual' end,
        'identity', case when a.attidentity <> '' then
          case a.attidentity when 'a' then 'always' else 'by default' end || (
            select format(' (%s %s)', s.oid::regclass, ${sequenceOptions})
            from pg_depend p
            join pg_class s on s.oid = p.objid and s.relkind = 'S'
            join pg_sequence q on q.seqrelid = s.oid
            where p.refobjid = r.oid and p.refobjsubid = a.attnum and p.deptype = 'i')
        end,
        'collation', case when a.attcollation <> t.typcollation then (
          select quote_ident(n.nspname) || '.' || quote_ident(l.collname)
          from pg_collation l join pg_namespace n on n.oid = l.collnamespace where l.oid = a.attcollation)
        end,
        'privileges', ${privileges('a.attacl', 'c', 'r.relowner')}
      ) as facts, jsonb_build_object(
        'position', a.attnum,
        'not null constraint', o.conname
      ) as besides
      from relation r
      join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join pg_constraint o on o.conrelid = r.oid and o.contype = 'n' and o.conkey[1] = a.attnum
      where r.relkind in ('r', 'p', 'f')`,
  },
  // Not-null constraints have names since PostgreSQL 18, made up by the engine: the column says it.
  {
    kind: null,
    isOfTables: true,
    sql: `select case o.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
          when 'c' then 'check' else 'exclusion constraint' end as kind,
        r.schema, r.relname as "table", o.conname as name, jsonb_build_object(
          'definition', pg_get_constraintdef(o.oid),
          'validated', o.convalidated,
          'replica identity', (select true from pg_index i
            where i.indexrelid = o.conindid and i.indrelid = o.conrelid and i.indisreplident)
        ) as facts, jsonb_build_object(
          'columns', (select coalesce(jsonb_agg((
              select a.attname from pg_attribute a where a.attrelid = o.conrelid and a.attnum = k.number
            ) order by k.place), '[]') from unnest(o.conkey) with ordinality k (number, place)),
          'references', case when o.confrelid <> 0 then o.confrelid::regclass::text end
        ) as besides
      from relation r join pg_constraint o on o.conrelid = r.oid and o.contype in ('p', 'u', 'f', 'c', 'x')`,
  },
  {
    kind: 'index',
    isOfTables: true,
    sql: `select t.schema, t.relname as "table", r.relname as name, jsonb_build_object(
        'definition', pg_get_indexdef(r.oid),
        'valid', i.indisvalid,
        'replica identity', nullif(i.indisreplident, false)
      ) as facts
      from relation t
      join pg_index i on i.indrelid = t.oid
      join pg_class r on r.oid = i.indexrelid
      where not exists (select 1 from pg_constraint o where o.conindid = r.oid and o.contype in ('p', 'u', 'x'))`,
  },
  {
    kind: 'policy',
    isOfTables: true,
    sql: `select r.schema, r.relname as "table", p.polname as name, jsonb_build_object(
        'permissive', p.polpermissive,
        'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
          when 'd' then 'delete' else 'all' end,
        'roles', (select jsonb_agg(x.role order by x.role collate "C")
          from (select case when m = 0 then 'public' else quote_ident(pg_get_userbyid(m)) end as role
            from unnest(p.polroles) m) x),
        'using', pg_get_expr(p.polqual, p.polrelid),
        'with check', pg_get_expr(p.polwithcheck, p.polrelid)
      ) as facts
      from relation r join pg_policy p on p.polrelid = r.oid`,
  },
  {
    kind: 'trigger',
    sql: `select r.schema, r.relname as "table", g.tgname as name, jsonb_build_object(
        'definition', pg_get_triggerdef(g.oid),
        'enabled', case g.tgenabled when 'O' then 'yes' when 'D' then 'no' when 'R' then 'replica' else 'always' end
      ) as facts
      from relation r join pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal`,
  },
  {
    kind: 'rule',
    sql: `select r.schema, r.relname as "table", w.rulename as name,
        jsonb_build_object('definition', pg_get_ruledef(w.oid)) as facts
      from relation r join pg_rewrite w on w.ev_class = r.oid and w.rulename <> '_RETURN'`,
  },
  {
    kind: 'sequence',
    isOfTables: true,
    sql: `select r.schema, null as "table", r.relname as name, jsonb_build_object(
        'type', format_type(q.seqtypid, null),
        'start', q.seqstart::text,
        'increment', q.seqincrement::text,
        'minimum', q.seqmin::text,
        'maximum', q.seqmax::text,
        'cache', q.seqcache::text,
        'cycle', q.seqcycle,
        'unlogged', r.relpersistence = 'u',
        'owned by', (select format('%s.%I', d.refobjid::regclass, a.attname)
          from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
          where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.deptype = 'a'),
        'privileges', ${privileges('r.relacl', 's', 'r.relowner')}
      ) as facts
      from relation r join pg_sequence q on q.seqrelid = r.oid
      where not exists (select 1 from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.deptype = 'i')`,
  },
  {
    kind: 'statistics',
    sql: `select n.nspname as schema, r.relname as "table", s.stxname as name,
        jsonb_build_object('definition', pg_get_statisticsobjdef(s.oid)) as facts
      from relation r
      join pg_statistic_ext s on s.stxrelid = r.oid
      join pg_namespace n on n.oid = s.stxnamespace`,
  },
  {
    kind: null,
    sql: `select case r.relkind when 'v' then 'view' else 'materialized view' end as kind,
        r.schema, null as "table", r.relname as name, jsonb_build_object(
          'definition', pg_get_viewdef(r.oid),
          'columns', (
            select coalesce(jsonb_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum), '[]')
            from pg_attribute a where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped),
          'options', coalesce(to_jsonb(r.reloptions), '[]'),
          'privileges', ${privileges('r.relacl', 'r', 'r.relowner')}
        ) as facts, jsonb_build_object('populated', r.relispopulated) as besides
      from relation r where r.relkind in ('v', 'm')`,
  },
];

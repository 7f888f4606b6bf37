/**
 * A part of the catalog: rows of `schema`, `table`, `name`, and `facts` and `besides` as JSON. All parts are read by one
 * statement, in which `ledger` and `relation` stand for drizzle's own table and the user's relations.
 */
export interface CatalogQuery {
  /** Where the rows have several kinds they say so themselves, as `kind`. */
  kind: string | null;
  /** A change of tables may change it, too: it is read again where only that is asked for. */
  isOfTables?: boolean;
  sql: string;
}

/** Objects that initdb made have smaller numbers: no need to look at thousands of functions and types. */
export const own = (oid: string): string => `${oid} >= 16384`;

/**
 * The tables, views, sequences… that are the user's; where the parameter names tables, these alone, and the sequences.
 * Materialized: most parts of the catalog begin with it.
 */
export const relation = `relation as materialized (
  select c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.reloptions, c.relpersistence, c.relrowsecurity,
    c.relforcerowsecurity, c.relpartbound, c.relreplident, c.relispopulated, n.nspname as schema
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where ${own('c.oid')} and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and ($1 is null or c.relkind = 'S' or c.relkind in ('r', 'p', 'f') and c.relname = any ($1))
    and ${notExtension('pg_class', 'c.oid')}
    and not exists (
      select 1 from ledger where ledger.oid = c.oid
        or exists (select 1 from pg_depend d where d.objid = c.oid and d.refobjid = ledger.oid and d.deptype in ('a', 'i'))
    )
)`;

/** The condition that a schema is the user's. */
export const ownSchema = "n.nspname <> 'information_schema' and n.nspname !~ '^pg_'";

/** The condition that an object did not come with an extension. */
export function notExtension(catalog: string, oid: string): string {
  return `not exists (
    select 1 from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e'
  )`;
}

/**
 * What others than the owner may do, sorted: `authenticated SELECT`. An object that nobody granted anything on has no
 * list of its own, and the built-in default stands in for it.
 *
 * @param type as acldefault() calls it: r table, s sequence, n schema, f function, c column.
 */
export function privileges(acl: string, type: 'r' | 's' | 'n' | 'f' | 'c', owner: string): string {
  const list = `(
    select coalesce(jsonb_agg(entry order by entry collate "C"), '[]') from (
      select case when x.grantee = 0 then 'public' else pg_get_userbyid(x.grantee)::text end || ' ' || x.privilege_type
        || case when x.is_grantable then ' with grant option' else '' end as entry
      from aclexplode(coalesce(${acl}, acldefault('${type}', ${owner}))) x
      where x.grantee <> ${owner}
    ) as entries
  )`;
  // Only functions let everybody in by default.
  return type === 'f' ? list : `case when ${acl} is null then '[]' else ${list} end`;
}

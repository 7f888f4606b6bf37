/** Functions that a migration calls and that change no row; of others it is not known. */
const harmless = new Set(
  (
    'setval nextval currval lastval set_config current_setting pg_get_serial_sequence pg_sleep pg_advisory_lock ' +
    'pg_advisory_xact_lock pg_advisory_unlock pg_notify now count max min sum coalesce greatest least to_regclass ' +
    'gen_random_uuid uuid version current_database current_schema format quote_ident quote_literal concat lower upper'
  ).split(' '),
);

/** `name` may be qualified. */
export function isHarmlessFunction(name: string): boolean {
  return harmless.has(name.toLowerCase().replace(/^pg_catalog\./, ''));
}

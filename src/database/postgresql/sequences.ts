import type { Engine } from '../engine.js';

/**
 * Reads where every sequence is. A rollback does not take back what a sequence counted: who tries something in a
 * transaction and goes on afterwards calls what is returned, after the rollback.
 *
 * @returns sets those back that have moved.
 */
export async function sequencePositions(engine: Engine): Promise<() => Promise<void>> {
  const before = await positions(engine);
  return async () => {
    if (before.size === 0) return;
    const after = await positions(engine);
    const moved = [...before].filter(([name, position]) => after.get(name) !== position);
    if (moved.length > 0)
      await engine.query(`select ${moved.map(([name, at]) => `setval(${name}, ${at})`).join(', ')}`);
  };
}

/** By the name as a literal: `5, true` as setval takes it. */
async function positions(engine: Engine): Promise<Map<string, string>> {
  const names = await engine.query(
    "select quote_literal(format('%I.%I', schemaname, sequencename)) as literal, format('%I.%I', schemaname, sequencename) as name from pg_sequences",
  );
  if (names.length === 0) return new Map();
  const each = names.map(
    ({ literal, name }) =>
      `select ${String(literal)}::text as name, last_value || ', ' || is_called as position from ${String(name)}`,
  );
  const rows = await engine.query(each.join(' union all '));
  const found = new Map(rows.map(({ name, position }) => [String(name), String(position)]));
  return new Map(names.map(({ literal, name }) => [String(literal), found.get(String(name)) ?? '']));
}

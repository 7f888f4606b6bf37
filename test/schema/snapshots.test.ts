import { expect, test } from 'vitest';
import { canonical, withoutDropped } from '../../src/schema/snapshots.js';

const table = (...columns: string[]) => ({
  columns: Object.fromEntries(columns.map((name) => [name, { name, type: 'text' }])),
});

test('two snapshots are equal whatever their ids, their place in the history and the order of their keys', () => {
  const one = { id: 'a', prevId: 'b', version: '7', tables: { t: table('x', 'y') }, _meta: { columns: {} } };
  const two = {
    tables: { t: table('y', 'x') },
    version: '7',
    prevId: 'c',
    id: 'd',
    _meta: { columns: { '"t"."x"': '"t"."y"' } },
  };

  expect(canonical(one)).toBe(canonical(two));
  expect(canonical({ ...one, tables: { t: table('x') } })).not.toBe(canonical(one));
});

test('an id that belongs to the schema is compared', () => {
  expect(canonical({ tables: { t: { id: 1 } } })).not.toBe(canonical({ tables: { t: { id: 2 } } }));
});

test('drops alone, and additions alone, leave nothing to ask', () => {
  const from = { tables: { a: table('x', 'y'), b: table('x') } };

  expect(withoutDropped(from, { tables: { a: table('x') } }).ambiguous).toBe(false);
  expect(withoutDropped(from, { tables: { ...from.tables, c: table('x') } }).ambiguous).toBe(false);
});

test('a column that goes while another comes may be a rename; between them lies a snapshot with only the drop', () => {
  const { snapshot, ambiguous } = withoutDropped(
    { tables: { a: table('x', 'old') } },
    { tables: { a: table('x', 'new') } },
  );

  expect(ambiguous).toBe(true);
  expect(snapshot).toEqual({ tables: { a: table('x') } });
});

test.each(['tables', 'enums', 'views', 'sequences', 'schemas', 'roles', 'policies'])(
  '%s may be renamed too',
  (kind) => {
    expect(withoutDropped({ [kind]: { old: {} } }, { [kind]: { new: {} } }).ambiguous).toBe(true);
  },
);

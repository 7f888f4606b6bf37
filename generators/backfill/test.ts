import { posix } from 'node:path';
import { type Code, call, chainOf, Imports, object, print, raw } from '../../src/scaffold/edit/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import type { Decided } from './decide.js';
import { styleOf } from './definition.js';
import { type TestRows, testRows } from './rows.js';
import { type Home, hasPackage } from './script.js';

/** The test of a backfill, or why there is none. */
export interface PlannedTest {
  change: FileChange | null;
  why: string | null;
  notes: string[];
}

/** What gives a test its database, as in every new project. */
const database = 'test/database.ts';

/** The test that runs a backfill on rows: interrupted, resumed, and taken back. */
export function testChange(decided: Decided, home: Home, context: GeneratorContext): PlannedTest {
  const none = (why: string): PlannedTest => ({ change: null, why, notes: [] });
  const { name: driver } = home.client.driver;
  if (!hasPackage('vitest', context)) return none('the project has no vitest.');
  if (driver === 'neon' || driver === 'planetscale') {
    return none('over HTTP it would work on the rows of the database that DATABASE_URL names.');
  }
  const hasDatabase = /\bwithDatabase\b/.test(context.read(database) ?? '');
  if (!hasDatabase) return none(`${database} has no withDatabase(work), which gives a test its database.`);
  const path = `test/backfills/${decided.name}.test.ts`;
  if (context.read(path) !== null) return none(`${path} is there already.`);
  const rows = testRows(decided, context);
  return {
    change: { path, kind: 'create', before: null, after: testText(path, decided, rows, home, context) },
    why: null,
    notes: [
      ...(rows.missing.length === 0 ? [] : [`Put values for ${rows.missing.join(', ')} into the rows of ${path}.`]),
      ...(decided.where === null ? [] : [`Look whether the rows of ${path} are among those that --where means.`]),
    ],
  };
}

function testText(
  path: string,
  { name, found, schema, column, onlyEmpty, notUndone }: Decided,
  rows: TestRows,
  { folder, client, ending }: Home,
  context: GeneratorContext,
): string {
  const style = styleOf(context);
  const moduleStyle = moduleEnding(schema.files, context);
  const imports = new Imports(null, style, ['row', ...rows.parents.map(({ value }) => value)]);
  const from = (file: string, exported: string): string => imports.use(specifier(path, file, moduleStyle), exported);
  for (const one of ['describe', 'expect', 'it']) imports.use('vitest', one);
  const batches = specifier(
    path,
    posix.join(folder, 'batches.ts'),
    ending === '' ? 'none' : ending === '.js' ? 'js' : 'own',
  );
  for (const one of ['countRows', 'run']) imports.use(batches, one);
  from(posix.join(folder, `${name}.ts`), 'backfill');
  from(database, 'withDatabase');
  const table = from(found.table.path, found.table.exportName ?? found.table.local);
  const prepares = client.driver.name === 'mysql2';
  if (prepares) imports.use('vitest', 'beforeAll');
  const connection = prepares ? from(client.path, client.name) : '';
  if (prepares) from(posix.join(folder, 'positions.ts'), 'ensurePositions');
  if (rows.other !== null) imports.use('drizzle-orm', 'eq');
  const insert = (local: string, overrides: boolean, values: Code): string => {
    const before = `      await db.insert(${local})${overrides ? '.overridingSystemValue()' : ''}`;
    return `${before}${print(chainOf(call('.values', values)), before, ';', style)};`;
  };
  const parents = rows.parents.map(({ table: parent, entries, overrides }) =>
    insert(from(parent.table.path, parent.table.exportName ?? parent.table.local), overrides, object(codes(entries))),
  );
  const counts = rows.entries.some(({ code }) => /\bat\b/.test(code));
  const head = `const row = (${counts ? 'at: number' : ''}): typeof ${table}.$inferInsert => (`;
  return context.render('backfill/backfill.test.ts.hbs', {
    name,
    imports: imports.statements(),
    prepares,
    client: connection,
    keys: rows.parents.map(({ value, key }) => `const ${value} = ${key};`),
    row: `${head}${print(object(codes(rows.entries)), head, ');', style)});`,
    parents: [...parents, insert(table, rows.overrides, raw('[0, 1, 2, 3, 4].map(row)'))],
    other: rows.other === null ? '' : `${table}.${column.property}, ${rows.other}`,
    otherRow:
      rows.other === null
        ? ''
        : insert(table, rows.overrides, raw(`{ ...row(${counts ? '5' : ''}), ${column.property}: ${rows.other} }`)),
    repeatable: onlyEmpty,
    undone: notUndone === null,
  });
}

const codes = (entries: { property: string; code: string }[]): [string, Code][] =>
  entries.map(({ property, code }) => [property, raw(code)]);

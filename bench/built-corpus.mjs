// Compares the schema that the statements of real histories build (src/sql/built) with the catalog of an engine that ran
// them, after every migration: tables, columns and their nulls, keys, checks, indexes.
//
//   node --import tsx bench/built-corpus.mjs DIR [NAME]
//
// DIR holds manifest.json with `histories`: folders of migrations. MySQL needs LOCKSTEP_PROOF_URL. A migration that the
// engine refuses is left out on both sides.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCatalog } from '../src/database/catalog.ts';
import { openEngine } from '../src/database/open.ts';
import { piecesOf } from '../src/database/pieces.ts';
import { applyMigration } from '../src/database/replay.ts';
import { readHistory } from '../src/history/read.ts';
import { readWorkingTree } from '../src/repo/working-tree.ts';
import { applyOperation } from '../src/sql/built/apply.ts';
import { emptySchema } from '../src/sql/built/schema.ts';
import { parseOperations } from '../src/sql/parse-operations.ts';

const [dir = '.', only] = process.argv.slice(2);
const { histories } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
let differs = false;
for (const { name, path, dialect, line } of histories) {
  if (only !== undefined && name !== only) continue;
  await compare(name, resolve(dir, path), dialect, line);
}
process.exitCode = differs ? 1 : 0;

/** @typedef {'postgresql' | 'sqlite' | 'mysql'} Dialect */

/** @param {string} name @param {string} root @param {Dialect} dialect @param {'journal' | 'folders'} line */
async function compare(name, root, dialect, line) {
  const tree = await readWorkingTree(root, null);
  const { migrations } = await readHistory(tree, '', line);
  const texts = await Promise.all(migrations.map(({ sql }) => tree.read(sql)));
  const sql = texts.map((text) => text ?? '');
  const url = process.env.LOCKSTEP_PROOF_URL;
  const engine = await openEngine(dialect, { projectFolder: process.cwd(), sql, url });
  const counts = { migrations: 0, refused: 0, differ: 0, facts: 0, 'ms for the fold': 0 };
  let schema = emptySchema(dialect);
  /** @type {Set<string>} */
  let known = new Set();
  try {
    for (const [at, { tag }] of migrations.entries()) {
      counts.migrations++;
      const pieces = piecesOf(sql[at] ?? '');
      const failure = await applyMigration(engine, { tag, pieces });
      if (failure !== null) counts.refused++;
      // MySQL keeps what ran before the statement that it refused.
      const ran = failure === null ? pieces : failure.isPartial ? pieces.slice(0, failure.at) : [];
      if (ran.length === 0) continue;
      const operations = await parseOperations(dialect, ran.map((piece) => piece.sql).join(';\n'));
      const started = performance.now();
      schema = operations.reduce((state, operation) => applyOperation(state, operation, tag), schema);
      counts['ms for the fold'] += performance.now() - started;
      const built = new Set(ofBuilt(schema));
      const real = new Set(ofCatalog(dialect, await readCatalog(engine), schema));
      counts.facts = real.size;
      const lines = [
        ...[...real].filter((fact) => !built.has(fact)).map((fact) => `missing: ${fact}`),
        ...[...built].filter((fact) => !real.has(fact)).map((fact) => `too much: ${fact}`),
      ];
      if (lines.length > 0) counts.differ++;
      for (const text of lines.filter((other) => !known.has(other))) console.log(`${name} ${tag} ${text}`);
      known = new Set(lines);
    }
  } finally {
    await engine.close();
    tree.close();
  }
  differs ||= counts.differ > 0;
  console.log(`${name} (${dialect}) ${JSON.stringify(counts)}`);
}

/** @param {import('../src/sql/built/schema.ts').BuiltSchema} schema @returns {string[]} */
function ofBuilt({ dialect, tables }) {
  return [...tables.values()].flatMap((table) => {
    const of = [table.schema, table.name].filter((part) => part !== null).join('.');
    const checks = table.constraints.filter(({ type }) => type === 'check').length;
    return [
      `table ${of}`,
      ...table.columns.map(({ name, notNull }) => columnFact(dialect, of, name, notNull, isRowId(table, name))),
      ...table.constraints.flatMap((constraint) => {
        const name = dialect === 'postgresql' ? ` ${constraint.name}` : '';
        if (constraint.type === 'foreign key') {
          const { columns, references, onDelete } = constraint;
          return [`foreign key ${of}${name} (${columns}) ${references.table} ${action(dialect, onDelete)}`];
        }
        if (constraint.type === 'check') return dialect === 'sqlite' ? [] : [`check ${of} ${constraint.name}`];
        if (constraint.type === 'unique' && dialect === 'mysql') return [`index ${of} ${constraint.name} true`];
        return 'columns' in constraint ? [`${constraint.type} ${of}${name} (${constraint.columns})`] : [];
      }),
      ...(dialect === 'sqlite' ? [`${checks} checks ${of}`] : []),
      ...table.indexes.map(({ name, unique }) => `index ${of} ${name} ${unique}`),
    ];
  });
}

/**
 * @param {Dialect} dialect
 * @param {import('../src/database/catalog.ts').Catalog} catalog
 * @param {import('../src/sql/built/schema.ts').BuiltSchema} schema
 */
function ofCatalog(dialect, catalog, schema) {
  const objects = [...catalog.values()];
  /** @type {string[]} */
  const facts = [];
  for (const { kind, schema: inSchema, table, name, facts: own, besides } of objects) {
    const usual = inSchema === null || inSchema === 'public' ? [] : [inSchema];
    const of = [...usual, table ?? name].join('.');
    const isNamed = dialect === 'postgresql' ? ` ${name}` : '';
    const columns = dialect === 'postgresql' ? besides.columns : own.columns;
    if (kind === 'table') {
      facts.push(`table ${of}`);
      const checks = objects.filter((other) => other.kind === 'check' && other.table === name).length;
      if (dialect === 'sqlite') facts.push(`${checks} checks ${of}`);
    } else if (kind === 'column') {
      const built = [...schema.tables.values()].find((other) => other.name === table);
      facts.push(columnFact(dialect, of, name, own['not null'] === true, built !== undefined && isRowId(built, name)));
    } else if (kind === 'primary key') facts.push(`primary key ${of}${isNamed} (${columns})`);
    else if (kind === 'unique') {
      facts.push(
        `unique ${of}${isNamed} (${dialect === 'sqlite' ? name.slice(1, -1).replaceAll(', ', ',') : columns})`,
      );
    } else if (kind === 'check' && dialect !== 'sqlite' && !isOfJson(dialect, name, objects))
      facts.push(`check ${of} ${besides.name ?? name}`);
    else if (kind === 'index' && !isForKey(dialect, name, String(table), own, objects)) {
      const unique = dialect === 'postgresql' ? String(own.definition).startsWith('CREATE UNIQUE') : own.unique;
      facts.push(`index ${of} ${name} ${unique}`);
    } else if (kind === 'foreign key') facts.push(foreignKey(dialect, of, name, own, besides));
  }
  return facts;
}

/** The index that MySQL makes for a foreign key which has none: no statement says it. */
function isForKey(dialect, name, table, own, objects) {
  return (
    dialect === 'mysql' &&
    own.unique !== true &&
    objects.some(
      (key) => key.kind === 'foreign key' && key.table === table && [key.name, key.besides.name].includes(name),
    )
  );
}

/** MariaDB checks every json column, under the column's name. */
function isOfJson(dialect, name, objects) {
  return dialect === 'mysql' && objects.some((column) => column.kind === 'column' && column.name === name);
}

function foreignKey(dialect, of, name, own, besides) {
  if (dialect === 'postgresql') {
    const definition = String(own.definition);
    const on = /ON DELETE (CASCADE|RESTRICT|SET NULL|SET DEFAULT)/.exec(definition)?.[1] ?? 'no action';
    const to = String(besides.references).split('.').at(-1)?.replaceAll('"', '');
    return `foreign key ${of} ${name} (${besides.columns}) ${to} ${on.toLowerCase()}`;
  }
  if (dialect === 'mysql') {
    const to = String(own.references).split(' (')[0];
    return `foreign key ${of} (${own.columns}) ${to} ${action(dialect, own['on delete'])}`;
  }
  const [, columns, to] = /^\((.*)\) references (.*)$/.exec(name) ?? [];
  return `foreign key ${of} (${columns?.replaceAll(', ', ',')}) ${to} ${own['on delete']}`;
}

/** InnoDB does the same for both words. */
function action(dialect, word) {
  return dialect === 'mysql' ? String(word).replace('no action', 'restrict') : word;
}

function columnFact(dialect, of, name, notNull, rowId) {
  return `column ${of}.${name}${notNull && !rowId ? ' not null' : ''}${dialect === 'sqlite' && rowId ? ' row id' : ''}`;
}

/** SQLite does not call the row id required, which it is. */
function isRowId(table, name) {
  const column = table.columns.find((other) => other.name === name);
  return (
    column?.type.toLowerCase() === 'integer' &&
    table.constraints.some(({ type, columns }) => type === 'primary key' && columns.length === 1 && columns[0] === name)
  );
}

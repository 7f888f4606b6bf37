import { type Catalog, type CatalogObject, keyOf } from '../../database/catalog.js';
import { columnDefinition, serialSequence } from './columns.js';
import { privilegesOf } from './privileges.js';
import { partsOf, type Script } from './script.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { identifier, listOf, optionsText, qualified, textOf } from './text.js';

const inline = ['column', 'primary key', 'unique', 'check', 'exclusion constraint'];

/** It is made with its table. One that rows may break cannot be. */
export function inTable({ kind, facts }: CatalogObject): boolean {
  return inline.includes(kind) && facts.validated !== false;
}

/** A table of the schema before with its columns, keys and checks. */
export function makeTable(script: Script, table: CatalogObject): Step[] {
  const { name } = table;
  const parts = partsOf(script.before, table);
  const columns = parts
    .filter(({ kind }) => kind === 'column')
    .sort((a, b) => Number(a.besides.position) - Number(b.besides.position));
  const constraints = parts.filter((part) => inTable(part) && part.kind !== 'column');
  return [
    {
      rank: ranks.makeTable,
      take: (work) => {
        const key = usualKey(constraints, name);
        const define = (column: CatalogObject): string =>
          columnDefinition(column, {
            isSerial: serialSequence(work.before, column) !== null && !isSequenceThere(work, column),
            isKey: column.name === key?.column,
          });
        const lines = constraints
          .filter((constraint) => constraint !== key?.constraint)
          .map((constraint) => `CONSTRAINT ${identifier(constraint.name)} ${textOf(constraint.facts.definition)}`);
        const bare = columns.map((column) => columnDefinition(withoutExpressions(column)));
        return statementsStep(
          ranks.makeTable,
          [tableText(table, [...columns.map(define), ...lines])],
          [tableText(table, bare)],
        ).take(work);
      },
    },
    ...settings(script.before, table),
    ...privilegesOf(table),
    ...columns.flatMap(privilegesOf),
  ];
}

/** `CREATE TABLE …` of columns and constraints as they are defined. A partition has those of its table. */
export function tableText(table: CatalogObject, definitions: string[]): string {
  const { schema, name, facts } = table;
  const inherits = listOf(facts.inherits);
  const bound = textOf(facts['partition bound']);
  if (bound !== null) {
    return `CREATE TABLE ${qualified(schema, name)} PARTITION OF ${inherits[0]} ${bound}${partitioning(table)};`;
  }
  const kind = facts.unlogged === true ? 'UNLOGGED TABLE' : 'TABLE';
  const body = definitions.length === 0 ? '()' : `(\n\t${definitions.join(',\n\t')}\n)`;
  const parents = inherits.length === 0 ? '' : ` INHERITS (${inherits.join(', ')})`;
  return `CREATE ${kind} ${qualified(schema, name)} ${body}${parents}${partitioning(table)}${optionsText(listOf(facts.options))};`;
}

function partitioning({ facts }: CatalogObject): string {
  const by = textOf(facts['partition by']);
  return by === null ? '' : ` PARTITION BY ${by}`;
}

/** A primary key of one column with the name that PostgreSQL gives it: drizzle-kit writes it at the column. */
function usualKey(constraints: CatalogObject[], table: string): { constraint: CatalogObject; column: string } | null {
  const constraint = constraints.find(({ kind }) => kind === 'primary key');
  const [column, second] = listOf(constraint?.besides.columns);
  if (constraint === undefined || column === undefined || second !== undefined) return null;
  if (constraint.name !== `${table}_pkey` || !/^PRIMARY KEY \([^)]*\)$/.test(textOf(constraint.facts.definition) ?? ''))
    return null;
  return { constraint, column };
}

export function isSequenceThere(script: Script, column: CatalogObject): boolean {
  const sequence = serialSequence(script.before, column);
  return sequence !== null && script.now.has(keyOf(sequence)) && !script.gone.has(keyOf(sequence));
}

/** What may need a function that needs the table. */
function withoutExpressions(column: CatalogObject): CatalogObject {
  return { ...column, facts: { ...column.facts, default: null } };
}

function settings(catalog: Catalog, table: CatalogObject): Step[] {
  const { schema, name, facts } = table;
  const alter = `ALTER TABLE ${qualified(schema, name)}`;
  const statements = [
    facts['row level security'] === true ? `${alter} ENABLE ROW LEVEL SECURITY;` : null,
    facts['row level security forced'] === true ? `${alter} FORCE ROW LEVEL SECURITY;` : null,
    textOf(facts['replica identity']) === null ? null : `${alter} REPLICA IDENTITY ${replicaIdentity(catalog, table)};`,
  ].filter((text) => text !== null);
  return statements.map((text) => statementsStep(ranks.settings, [text]));
}

/** What of an old row is told to those who follow the changes of the table. */
export function replicaIdentity(catalog: Catalog, table: CatalogObject): string {
  const fact = textOf(table.facts['replica identity']) ?? 'default';
  const index = partsOf(catalog, table).find(({ facts }) => facts['replica identity'] === true);
  return fact === 'index' ? `USING INDEX ${identifier(index?.name ?? '')}` : fact.toUpperCase();
}

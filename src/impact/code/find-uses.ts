import { type TableProperty, variables } from '../../schema/source/index.js';
import type { SchemaTable } from '../schema-tables.js';
import { nameNear } from './name-near.js';
import type { SourceText, Span, TypeScript } from './typescript.js';
import { withoutColumn } from './without-column.js';

/** What is looked for, and the schema file that defines it, as TypeScript is to see it. */
export interface Definition {
  table: SchemaTable;
  /** `null` for the table as a whole. */
  property: TableProperty | null;
  file: SourceText;
}

/**
 * Every place in these files that means a table's export or a column's property.
 *
 * Two questions, because neither answer is whole: the references of the name, which the language service follows
 * through imports, `db.query.users` and selected rows; and, for a column, what no longer compiles without it, which
 * finds what is related by its type alone: `typeof users.$inferSelect`, `.values({ email })`, `with: { author: true }`,
 * also where the name does not stand there (`.values({ ...input })`).
 * What is of the type `any` is found by neither (TypeScript 5.9.3, 6.0.3 and 7.0.2).
 *
 * @param step is told of each file before it is looked at.
 */
export async function findUses(
  typescript: TypeScript,
  { table, property, file }: Definition,
  files: SourceText[],
  step: (number: number, of: number) => void,
): Promise<Span[]> {
  await typescript.open(files);
  // The references of a column that several tables spread are those of all of them.
  const named = property?.spread === true ? [] : await typescript.references(file, property?.start ?? nameOf(table));
  const broken = property === null ? [] : await brokenBy(typescript, { table, property, file }, files, step);
  return [...new Map([...named, ...broken].map((span) => [`${span.path}:${span.start}`, span])).values()];
}

/** Where files do not compile without the column, and do with it: at its name, where the code has it. */
async function brokenBy(
  typescript: TypeScript,
  { table, property, file }: Definition & { property: TableProperty },
  files: SourceText[],
  step: (number: number, of: number) => void,
): Promise<Span[]> {
  const others = files.filter(({ path }) => path !== file.path);
  await typescript.change({ path: file.path, text: withoutColumn(file.text, table.table, property) });
  const broken: { other: SourceText; spans: Span[] }[] = [];
  for (const [at, other] of others.entries()) {
    step(at, others.length);
    const spans = await typescript.problems(other);
    if (spans.length > 0) broken.push({ other, spans });
  }
  await typescript.change(file);
  const found: Span[] = [];
  for (const { other, spans } of broken) {
    const before = new Set((await typescript.problems(other)).map(({ start }) => start));
    const added = spans.filter(({ start }) => !before.has(start));
    found.push(...added.map((span) => atName(other, span, property.property)));
  }
  return found;
}

function atName(file: SourceText, span: Span, property: string): Span {
  if (isName(file.text.slice(span.start, span.end), property)) return span;
  const start = nameNear(file, span.start, property);
  return start === null ? span : { path: span.path, start, end: start + property.length };
}

function isName(text: string, property: string): boolean {
  return text === property || text === `'${property}'` || text === `"${property}"`;
}

/** Where the name stands in its declaration: `export const users`. */
function nameOf({ table, file }: SchemaTable): number {
  for (const { declaration } of variables(file.program)) {
    for (const { id } of declaration.declarations)
      if (id.type === 'Identifier' && id.name === table.local) return id.start;
  }
  return file.text.indexOf('default', table.start);
}

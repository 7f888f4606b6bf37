import MagicString from 'magic-string';
import {
  addOptions,
  appendCall,
  type Call,
  type Code,
  defaultStyle,
  detectStyle,
  hasFormatter,
  Imports,
  lineWidth,
  ownColumns,
  type Style,
} from '../../src/scaffold/edit/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { type FoundTable, readSource, type SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import type { ExpressionPart } from './expression.js';

/** What the code of an entry of the table options is made with. */
export interface OptionCode {
  style: Style;
  /** A function of the dialect's module, imported if it is not: `index`, `p.index`. */
  core(name: string): string;
  /** A type of the dialect's module. */
  type(name: string): string;
  /** `table.email`, as the options call it. */
  own(property: string): string;
  /** Another table of the schema, imported if it is not. */
  other(table: FoundTable['table']): string;
  /** The text of a `` sql`…` `` template with the columns in it; `plain` writes their names in the database. */
  sql(parts: readonly ExpressionPart<NamedColumn>[], plain?: (databaseName: string) => string): string;
}

export interface NamedColumn {
  property: string;
  databaseName: string;
}

/** What a table gets: an entry of its options, or a call at one of its columns. */
export type Addition =
  | { kind: 'option'; name: string; code: Code /** That the code uses. */; properties: string[] }
  | { kind: 'column'; property: string; call: Call };

/**
 * The change of the table's file that gives it an index, a key or a constraint. Every other byte stays.
 * Throws a LockstepError (exit 2) with the code to paste where the table cannot be edited safely.
 */
export function editOptions(
  found: FoundTable,
  schema: SchemaSource,
  types: DialectTypes,
  context: GeneratorContext,
  make: (code: OptionCode) => Addition,
): FileChange {
  const { table, file } = found;
  const style = detectStyle([file], { ...defaultStyle, width: lineWidth(context.read) });
  const imports = new Imports(file, style, []);
  const own = ownColumns(file, table);
  const ending = moduleEnding(schema.files, context);
  const addition = make({
    style,
    own,
    core: (name) => imports.use(types.module, name),
    type: (name) => imports.use(types.module, name, true),
    other: (one) =>
      one.path === file.path
        ? one.local
        : imports.use(specifier(file.path, one.path, ending), one.exportName ?? one.local),
    sql: (parts, plain) => {
      const text = parts.map((part) => {
        if (part.kind === 'text') return part.text.replaceAll(/[\\`]|\$\{/g, '\\$&');
        return plain ? plain(part.column.databaseName).replaceAll('`', '\\`') : `\${${own(part.column.property)}}`;
      });
      return `${imports.use('drizzle-orm', 'sql')}\`${text.join('')}\``;
    },
  });
  const edit = new MagicString(file.text);
  imports.apply(edit);
  const now = readSource(file.path, edit.toString());
  const at = now.tables.find(({ local, name }) => local === table.local && name === table.name);
  if (!at) throw new Error(`${file.path} has lost ${table.name} on the way.`);
  const after =
    addition.kind === 'option'
      ? addOptions(now, at, [addition], addition.properties, style, hasFormatter(context.read))
      : appendCall(now, at, addition.property, addition.call, style);
  return { path: file.path, kind: 'edit', before: file.text, after };
}

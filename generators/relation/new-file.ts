import { posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import {
  defaultStyle,
  detectStyle,
  Imports,
  lineWidth,
  quoted,
  type Style,
  withEol,
} from '../../src/scaffold/edit/index.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import type { NewRelation } from './decide.js';
import { exportOf, exportsTable, nameIn } from './names-in-file.js';
import type { State } from './state.js';
import { isSame } from './tables.js';

/**
 * `relations.ts` beside the schema with a `defineRelations` of every table where one file exports them all, else of the
 * tables that the relation has.
 * Throws a LockstepError (exit 2) when a file of that name is there.
 */
export function newRelationsFile(relation: NewRelation, state: State, entry: (style: Style) => string): FileChange {
  const { schema, context } = state;
  const neighbours = schema.files.filter(({ tables }) => tables.length > 0);
  const style = detectStyle(neighbours, { ...defaultStyle, width: lineWidth(context.read) });
  const whole = wholeSchema(state);
  const path = pathOf(relation.from, whole, state);
  const imports = new Imports(null, style, ['relations', 'schema']);
  const define = imports.use('drizzle-orm', 'defineRelations');
  const source = whole === null ? null : moduleOf(path, whole, state);
  const tables =
    source === null
      ? `{ ${involved(relation)
          .map((one) => shorthand(one, nameIn(null, path, one, imports, state)))
          .join(', ')} }`
      : 'schema';
  const semicolon = style.semicolons ? ';' : '';
  const lines = [
    ...imports.statements(),
    ...(source === null ? [] : [`import * as schema from ${quoted(source, style)}${semicolon}`]),
    '',
    `export const relations = ${define}(${tables}, (r) => ({`,
    `${style.indent}${entry(style)}${style.trailingCommas ? ',' : ''}`,
    `}))${semicolon}`,
    '',
  ];
  const after = lines.join('\n').replaceAll('\r\n', '\n');
  if (context.read(path) !== null) {
    throw new LockstepError(`${path} is there and defines no relations.`, {
      path,
      fix: `Write the first one yourself; then this command adds to it:\n  ${after.trimEnd().replaceAll('\n', '\n  ')}`,
    });
  }
  return { path, kind: 'create', before: null, after: withEol(after, style.eol) };
}

const shorthand = (found: FoundTable, name: string): string =>
  name === exportOf(found) ? name : `${exportOf(found)}: ${name}`;

function involved({ from, to, through }: NewRelation): FoundTable[] {
  const all = [from, to, ...(through ? [through.table] : [])];
  return all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at);
}

/** The file that exports every table: the only schema file, or a barrel. */
function wholeSchema(state: State): string | null {
  const { schema, tables } = state;
  const candidates = schema.files.filter(({ reexports }) => reexports.length > 0 || schema.files.length === 1);
  const named = tables.all.filter(({ table }) => table.exportName !== null && table.exportName !== 'default');
  return candidates.find(({ path }) => named.every((one) => exportsTable(path, one, state)))?.path ?? null;
}

/** Beside the file that exports all; outside of a folder that drizzle-kit reads for schema. */
function pathOf({ table }: FoundTable, whole: string | null, { schema }: State): string {
  const near = whole ?? table.path;
  const folder = posix.dirname(near);
  const isOwnFolder =
    /^index\.[cm]?[jt]s$/.test(posix.basename(near)) ||
    schema.entries.some((one) => one.kind === 'folder' && one.path === folder);
  const home = isOwnFolder && folder !== '.' ? posix.dirname(folder) : folder;
  return posix.join(home, `relations${posix.extname(near)}`);
}

/** `./schema` for its index where modules are written without endings. */
function moduleOf(path: string, whole: string, { schema, context }: State): string {
  const ending = moduleEnding(schema.files, context);
  const source = specifier(path, whole, ending);
  return ending === 'none' ? source.replace(/\/index$/, '') : source;
}

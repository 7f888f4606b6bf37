import type { CallExpression, Expression, ObjectExpression } from 'oxc-parser';
import {
  type FoundTable,
  keyName,
  lineOf,
  type Parameter,
  type RelationsCall,
  stringValue,
  unwrap,
  walk,
} from '../../src/schema/source/index.js';
import { isSame, propertyOf, type Tables } from './tables.js';

/** A relation that stands in the code. */
export interface ExistingRelation {
  name: string;
  kind: 'one' | 'many';
  from: FoundTable;
  to: FoundTable | null;
  /** The columns that it names, by their properties: its own and those of the other table. Null where drizzle looks them up. */
  columns: { own: string[]; other: string[] } | null;
  /** Over a table in between. */
  through: boolean;
  /** `relationName` of 0.45, `alias` of 1.0; of one that cannot be read its code, in `${}`. */
  alias: string | null;
  path: string;
  line: number;
  call: CallExpression;
  host: RelationsCall;
}

/** Every relation that the calls have and that can be read. */
export function existingRelations(calls: readonly RelationsCall[], tables: Tables): ExistingRelation[] {
  return calls.flatMap((host) =>
    groupsOf(host, tables).flatMap(({ table, list }) =>
      list.properties.flatMap((one): ExistingRelation[] => {
        const name = one.type === 'Property' && !one.computed ? keyName(one.key) : null;
        const value = one.type === 'Property' ? unwrap(one.value) : null;
        if (name === null || value?.type !== 'CallExpression') return [];
        const read = readRelation(value, host, tables);
        const { path, text } = host.file;
        return read ? [{ name, from: table, path, line: lineOf(text, one.start), call: value, host, ...read }] : [];
      }),
    ),
  );
}

/** The tables that a call has relations of, each with the object that these stand in. */
export function groupsOf(host: RelationsCall, tables: Tables): { table: FoundTable; list: ObjectExpression }[] {
  if (!host.body) return [];
  if (host.kind === 'relations') {
    const argument = host.call.arguments[0];
    const table = tables.named(host.file, argument);
    return table ? [{ table, list: host.body.list }] : [];
  }
  return host.body.list.properties.flatMap((one) => {
    const key = one.type === 'Property' && !one.computed ? keyName(one.key) : null;
    const table = key === null ? null : tableOfKey(key, host, tables);
    const list = one.type === 'Property' ? unwrap(one.value) : null;
    return table && list?.type === 'ObjectExpression' ? [{ table, list }] : [];
  });
}

/** The table that `defineRelations({ users, posts }, …)` or `defineRelations(schema, …)` has under a key. */
function tableOfKey(key: string, host: RelationsCall, tables: Tables): FoundTable | null {
  const schema = unwrap(host.call.arguments[0]);
  if (schema?.type === 'ObjectExpression') {
    for (const one of schema.properties)
      if (one.type === 'Property' && keyName(one.key) === key) return tables.named(host.file, one.value);
    return schema.properties.some(({ type }) => type === 'SpreadElement') ? tables.exported(key) : null;
  }
  return tables.exported(key);
}

/** The key of a table there; null when the call does not know the table. */
export function keyOf(found: FoundTable, host: RelationsCall, tables: Tables): string | null {
  const schema = unwrap(host.call.arguments[0]);
  if (schema?.type === 'ObjectExpression') {
    for (const one of schema.properties)
      if (one.type === 'Property' && isSame(tables.named(host.file, one.value), found)) return keyName(one.key);
    return schema.properties.some(({ type }) => type === 'SpreadElement') ? found.table.exportName : null;
  }
  return found.table.exportName;
}

type Read = Pick<ExistingRelation, 'kind' | 'to' | 'columns' | 'through' | 'alias'>;

function readRelation(call: CallExpression, host: RelationsCall, tables: Tables): Read | null {
  const callee = unwrap(call.callee);
  if (!host.body || !callee) return null;
  if (host.kind === 'relations') {
    const kind = helperOf(callee, host.body.parameter);
    if (!kind) return null;
    const settings = settingsOf(call.arguments[1]);
    const columns = pairs(settings.get('fields'), settings.get('references'));
    const to = tables.named(host.file, call.arguments[0]);
    return { kind, to, columns, through: false, alias: aliasOf(settings.get('relationName'), host, tables) };
  }
  if (callee.type !== 'MemberExpression') return null;
  const key = propertyOf(callee);
  const kind = callee.object.type === 'Super' ? null : helperOf(callee.object, host.body.parameter);
  if (key === null || !kind) return null;
  const settings = settingsOf(call.arguments[0]);
  const columns = pairs(settings.get('from'), settings.get('to'));
  const through = [settings.get('from'), settings.get('to')].some(
    (node) => node !== undefined && [...walk(node)].some((one) => propertyOf(one) === 'through'),
  );
  return {
    kind,
    to: tableOfKey(key, host, tables),
    columns,
    through,
    alias: aliasOf(settings.get('alias'), host, tables),
  };
}

/** The name, also of a constant that holds it. */
function aliasOf(node: Expression | undefined, { file }: RelationsCall, tables: Tables): string | null {
  const value = unwrap(node);
  if (!value) return null;
  const constant = value.type === 'Identifier' ? tables.constant(file, value.name) : null;
  return stringValue(constant ?? value) ?? `\${${file.text.slice(value.start, value.end)}}`;
}

/** `one`, `helpers.one`, or what the callback takes `one` out as. */
function helperOf(callee: Expression, parameter: Parameter): 'one' | 'many' | null {
  let name: string | null = null;
  if (parameter.kind === 'identifier') {
    const isHelper =
      callee.type === 'MemberExpression' &&
      callee.object.type === 'Identifier' &&
      callee.object.name === parameter.name;
    name = isHelper ? propertyOf(callee) : null;
  } else if (parameter.kind === 'pattern' && callee.type === 'Identifier') {
    for (const one of parameter.node.properties)
      if (one.type === 'Property' && one.value.type === 'Identifier' && one.value.name === callee.name)
        name = keyName(one.key);
  }
  return name === 'one' || name === 'many' ? name : null;
}

function settingsOf(node: CallExpression['arguments'][number] | undefined): Map<string, Expression> {
  const value = unwrap(node);
  const settings = new Map<string, Expression>();
  for (const one of value?.type === 'ObjectExpression' ? value.properties : []) {
    const key = one.type === 'Property' ? keyName(one.key) : null;
    if (one.type === 'Property' && key !== null) settings.set(key, one.value);
  }
  return settings;
}

function pairs(own: Expression | undefined, other: Expression | undefined): ExistingRelation['columns'] {
  return own && other ? { own: properties(own), other: properties(other) } : null;
}

/** `posts.authorId`, `[posts.authorId]`; of `r.users.id.through(…)` the column that it begins with. */
function properties(node: Expression): string[] {
  const value = unwrap(node);
  if (value?.type === 'ArrayExpression')
    return value.elements.flatMap((one) => (one && one.type !== 'SpreadElement' ? properties(one) : []));
  if (value?.type === 'CallExpression' && value.callee.type === 'MemberExpression')
    return value.callee.object.type === 'Super' ? [] : properties(value.callee.object);
  const property = propertyOf(value);
  return property === null ? [] : [property];
}

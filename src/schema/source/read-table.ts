import type { CallExpression, Expression, ObjectExpression, ParamPattern } from 'oxc-parser';
import type { Casing, SourceColumn, SourceTable, TableMaker } from './model.js';
import type { Scope } from './scope.js';
import { chain, keyName, literalOptions, returnedObject, stringValue, unwrap } from './syntax-tree.js';

const tableFunction = /^(pg|sqlite|mysql)Table$/;

const casings: Partial<Record<string, Casing>> = { snakeCase: 'snake_case', camelCase: 'camelCase' };

type FoundTable = Pick<SourceTable, 'name' | 'maker' | 'columns' | 'call' | 'incomplete'>;

/** The table that an expression makes, or null when it makes something else. */
export function readTable(init: Expression, scope: Scope): FoundTable | null {
  const links = chain(init);
  if (!links) return null;
  const { first } = links;
  const maker = tableMaker(first, scope);
  const name = stringValue(first.arguments[0]);
  const second = unwrap(first.arguments[1]);
  if (!maker || name === null || !second) return null;
  const object =
    second.type === 'ArrowFunctionExpression'
      ? returnedObject(second)
      : second.type === 'ObjectExpression'
        ? second
        : null;
  const parameter = second.type === 'ArrowFunctionExpression' ? (second.params[0] ?? null) : null;
  const columns = object ? readColumns(object, scope, parameter) : [];
  // A function of the project that takes a name and an object need not be one that makes tables.
  if (maker.kind !== 'core' && scope.origin(maker.local) === 'own' && !columns.some(({ builder }) => builder !== null))
    return null;
  const incomplete = !object || object.properties.some(({ type }) => type === 'SpreadElement');
  return { name, maker, columns, call: first, incomplete };
}

function tableMaker(call: CallExpression, scope: Scope): TableMaker | null {
  const callee = unwrap(call.callee);
  if (!callee) return null;
  const builder = scope.builder(callee);
  if (builder !== null) return tableFunction.test(builder) ? { kind: 'core', callee: text(callee) } : null;
  if (callee.type === 'Identifier') {
    const origin = scope.origin(callee.name);
    return origin === 'own' || origin?.endsWith('TableCreator')
      ? { kind: 'creator', callee: callee.name, local: callee.name }
      : null;
  }
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
  const object = unwrap(callee.object);
  // `pgTable.withRLS(…)` of drizzle-orm 1.0 makes a table like any other.
  if (object && callee.property.name === 'withRLS' && tableFunction.test(scope.builder(object) ?? ''))
    return { kind: 'core', callee: text(object) };
  if (object?.type !== 'Identifier' || callee.property.name !== 'table') return null;
  const casing = casings[scope.builder(object) ?? ''];
  if (casing !== undefined) return { kind: 'casing', callee: `${object.name}.table`, local: object.name, casing };
  const origin = scope.origin(object.name);
  return origin === 'own' || origin?.endsWith('Schema')
    ? { kind: 'schema', callee: `${object.name}.table`, local: object.name }
    : null;
}

/** `pgTable` or `p.pgTable`. */
function text(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier')
    return `${text(callee.object)}.${callee.property.name}`;
  return '';
}

function readColumns(object: ObjectExpression, scope: Scope, parameter: ParamPattern | null): SourceColumn[] {
  return object.properties.flatMap((property): SourceColumn[] => {
    if (property.type !== 'Property' || property.computed) return [];
    const key = keyName(property.key);
    const links = chain(property.value);
    if (key === null || !links) return [];
    const { first, calls } = links;
    const name = stringValue(first.arguments[0]);
    const config = unwrap(first.arguments[name === null ? 0 : 1]);
    const builder = columnBuilder(first, scope, parameter);
    const callee = unwrap(first.callee);
    return [
      {
        property: key,
        name,
        builder,
        maker: builder === null && callee?.type === 'Identifier' ? callee.name : null,
        options: !config ? {} : config.type === 'ObjectExpression' ? literalOptions(config) : null,
        calls,
        start: property.start,
        end: property.end,
      },
    ];
  });
}

/** `text()`, `p.text()`, or what the callback is given: `t.text()` of `(t) => ({ … })`, `text()` of `({ text }) => ({ … })`. */
function columnBuilder(call: CallExpression, scope: Scope, parameter: ParamPattern | null): string | null {
  const callee = unwrap(call.callee);
  if (!callee) return null;
  if (parameter?.type === 'ObjectPattern' && callee.type === 'Identifier') {
    for (const one of parameter.properties) {
      if (one.type === 'Property' && one.value.type === 'Identifier' && one.value.name === callee.name)
        return keyName(one.key);
    }
  }
  if (
    parameter?.type === 'Identifier' &&
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.property.type === 'Identifier'
  ) {
    const object = unwrap(callee.object);
    if (object?.type === 'Identifier' && object.name === parameter.name) return callee.property.name;
  }
  return scope.builder(callee);
}

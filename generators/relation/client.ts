import { posix } from 'node:path';
import type { CallExpression, ObjectExpression } from 'oxc-parser';
import {
  constantOf,
  keyName,
  lineOf,
  resolveImport,
  type SourceFile,
  unwrap,
  walk,
} from '../../src/schema/source/index.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import { drizzleFiles } from './project-files.js';
import type { State } from './state.js';

/**
 * What is to be added where the project calls `drizzle()`, so that `db.query` knows the relations: lines for the
 * person, none where every call has them.
 */
export function clientNotes(state: State): string[] {
  const clients = clientsOf(state);
  const option = state.api.kind === 'relations' ? 'schema' : 'relations';
  if (state.api.kind === 'relations' && /^1\./.test(state.api.version)) {
    return [
      `drizzle-orm ${state.api.version} keeps relations() for moving away from it, and its drizzle() takes no schema: write them with defineRelations to query them.`,
    ];
  }
  if (clients.length === 0) {
    return [`No call of drizzle() was found; where you make the client, give it ${option}: drizzle(…, { ${option} })`];
  }
  const given = clients.flatMap(({ file, call }) => {
    const [value] = objectsOf(call).flatMap((one) => settingOf(one, option));
    return value ? [{ file, value, place: placeOf(file, call) }] : [];
  });
  // Scripts that migrate or fill the database have clients of their own, which query nothing.
  if (given.length > 0)
    return option === 'schema' ? given.flatMap(({ file, value, place }) => missing(file, value, place, state)) : [];
  return clients
    .filter(({ call }) => !isElsewhere(call))
    .slice(0, mostClients)
    .map(({ file, call }) => {
      const source = importOf(file, option, state);
      return `${placeOf(file, call)}: give drizzle() the ${option}, db.query needs it: drizzle(…, { ${option}${modeOf(file, option)} })${source === null ? '' : `, with ${source}`}`;
    });
}

/** The calls of drizzle() that the project has. */
export const clientsOf = ({ schema, context }: State): { file: SourceFile; call: CallExpression }[] =>
  drizzleFiles(/\bdrizzle\s*[(<]/, schema, context).flatMap((file) =>
    drizzleCalls(file).map((call) => ({ file, call })),
  );

/** With a schema, the mysql2 driver of drizzle-orm 0.45.4 throws where it has no mode. */
const modeOf = (file: SourceFile, option: 'schema' | 'relations'): string =>
  option === 'schema' && file.imports.some(({ source }) => source === 'drizzle-orm/mysql2') ? ", mode: 'default'" : '';

/** More of them tell nothing more. */
const mostClients = 3;

const placeOf = (file: SourceFile, call: CallExpression): string => `${file.path}:${lineOf(file.text, call.start)}`;

/** The objects that a client is given. */
export const objectsOf = (call: CallExpression): ObjectExpression[] =>
  call.arguments.flatMap((one) => {
    const value = unwrap(one);
    return value?.type === 'ObjectExpression' ? [value] : [];
  });

/** The settings may come from where they cannot be read. */
export const isElsewhere = (call: CallExpression): boolean =>
  call.arguments.some(({ type }) => type === 'SpreadElement') ||
  objectsOf(call).some(({ properties }) => properties.some(({ type }) => type === 'SpreadElement'));

function drizzleCalls(file: SourceFile): CallExpression[] {
  const names = new Set(
    file.imports.flatMap(({ source, named, typeOnly }) =>
      typeOnly || !source.startsWith('drizzle-orm/')
        ? []
        : named.flatMap((one) => (one.imported === 'drizzle' ? one.local : [])),
    ),
  );
  return [...walk(file.program)].filter(
    (node): node is CallExpression =>
      node.type === 'CallExpression' && node.callee.type === 'Identifier' && names.has(node.callee.name),
  );
}

/** What the settings have under a name. */
export function settingOf({ properties }: ObjectExpression, name: string): CallExpression['arguments'] {
  return properties.flatMap((one) => (one.type === 'Property' && keyName(one.key) === name ? [one.value] : []));
}

/** How the file would import the relations, or the schema that holds them. */
function importOf(file: SourceFile, option: 'schema' | 'relations', state: State): string | null {
  const { schema, context, calls } = state;
  const whole = calls.find(({ kind, local }) => kind === 'defineRelations' && local !== null);
  const barrel = schema.files.find(
    ({ path, reexports }) => reexports.length > 0 || schema.files.length === 1 || /\/index\.[cm]?[jt]s$/.test(path),
  );
  const path = option === 'relations' ? whole?.file.path : barrel?.path;
  if (path === undefined || path === file.path) return null;
  const source = specifier(file.path, path, moduleEnding([...schema.files, file], context)).replace(/\/index$/, '');
  if (option === 'schema') return `import * as schema from '${source}'`;
  const local = whole?.local ?? 'relations';
  return `import { ${local === 'relations' ? local : `${local} as relations`} } from '${source}'`;
}

/** What a schema of the client does not have of the relations that stand in files of their own. */
function missing(
  file: SourceFile,
  value: CallExpression['arguments'][number] | null,
  place: string,
  state: State,
): string[] {
  const { schema, context, calls } = state;
  const node = unwrap(value);
  const names = calls.flatMap(({ local, file: home }) =>
    local !== null && home.exports.includes(local) ? [{ local, home }] : [],
  );
  if (node?.type === 'ObjectExpression') {
    if (node.properties.some(({ type }) => type === 'SpreadElement')) return [];
    const keys = node.properties.flatMap((one) => (one.type === 'Property' ? (keyName(one.key) ?? []) : []));
    const left = names.filter(({ local }) => !keys.includes(local)).map(({ local }) => local);
    return left.length === 0 ? [] : [`${place}: add to the schema of drizzle(): ${left.join(', ')}`];
  }
  const source =
    node?.type === 'Identifier' ? file.imports.find(({ namespace }) => namespace === node.name)?.source : undefined;
  const path = source === undefined ? null : resolveImport(file.path, source, context);
  const home = path === null ? undefined : schema.files.find((one) => one.path === path);
  if (!home) return [];
  const left = names.filter(({ local, home: at }) => constantOf(local, home, schema, context)?.file.path !== at.path);
  const homes = [...new Set(left.map(({ home: at }) => posix.normalize(at.path)))];
  return left.length === 0
    ? []
    : [
        `${place}: the schema of drizzle() is ${home.path}, which does not export ${left.map(({ local }) => local).join(', ')} of ${homes.join(', ')}: export it there, or write { ...schema, ...relations }`,
      ];
}

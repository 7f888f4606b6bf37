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
  const { schema, context } = state;
  const clients = drizzleFiles(/\bdrizzle\s*[(<]/, schema, context).flatMap((file) =>
    drizzleCalls(file).map((call) => ({ file, call })),
  );
  const [first] = state.calls;
  const option = state.api.kind === 'relations' ? 'schema' : 'relations';
  if (state.api.kind === 'relations' && /^1\./.test(state.api.version)) {
    return [
      `drizzle-orm ${state.api.version} keeps relations() for moving away from it, and its drizzle() takes no schema: write them with defineRelations to query them.`,
    ];
  }
  if (clients.length === 0) {
    return [`No call of drizzle() was found; where you make the client, give it ${option}: drizzle(…, { ${option} })`];
  }
  return clients.flatMap(({ file, call }) => {
    const place = `${file.path}:${lineOf(file.text, call.start)}`;
    const objects = call.arguments.flatMap((one) => {
      const value = unwrap(one);
      return value?.type === 'ObjectExpression' ? [value] : [];
    });
    const found = objects.flatMap((one) => settingOf(one, option));
    if (found.length > 0) return option === 'schema' ? missing(file, found[0] ?? null, place, state) : [];
    const isElsewhere =
      call.arguments.some((one) => one.type === 'SpreadElement') ||
      objects.some(({ properties }) => properties.some(({ type }) => type === 'SpreadElement'));
    if (isElsewhere) return [];
    const source = first ? importOf(file, option, state) : null;
    return [
      `${place}: give drizzle() the ${option}, db.query needs it: drizzle(…, { ${option} })${source === null ? '' : `, with ${source}`}`,
    ];
  });
}

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

function settingOf({ properties }: ObjectExpression, name: string): CallExpression['arguments'] {
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

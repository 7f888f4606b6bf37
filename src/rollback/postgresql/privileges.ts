import type { CatalogObject } from '../../database/catalog.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { identifier, listOf, qualified, signature, tableOf } from './text.js';

const granted: Record<string, (object: CatalogObject) => string> = {
  table: ({ schema, name }) => qualified(schema, name),
  view: ({ schema, name }) => qualified(schema, name),
  'materialized view': ({ schema, name }) => qualified(schema, name),
  column: tableOf,
  sequence: ({ schema, name }) => `SEQUENCE ${qualified(schema, name)}`,
  schema: ({ name }) => `SCHEMA ${identifier(name)}`,
  function: (object) => `FUNCTION ${signature(object)}`,
  'window function': (object) => `FUNCTION ${signature(object)}`,
  aggregate: (object) => `FUNCTION ${signature(object)}`,
  procedure: (object) => `PROCEDURE ${signature(object)}`,
};

const withOption = ' with grant option';

/**
 * What makes the privileges on an object `wanted` where they are `found`: entries of the catalog, `app SELECT`.
 */
export function grants(object: CatalogObject, wanted: string[], found: string[]): string[] {
  const on = granted[object.kind]?.(object);
  if (on === undefined) return [];
  const text = (entry: string, verb: 'GRANT' | 'REVOKE'): string => {
    const { role, privilege, isGrantable } = partsOf(entry);
    const what = object.kind === 'column' ? `${privilege} (${identifier(object.name)})` : privilege;
    if (verb === 'GRANT') return `GRANT ${what} ON ${on} TO ${role}${isGrantable ? ' WITH GRANT OPTION' : ''};`;
    const isKept = isGrantable && wanted.includes(entry.slice(0, -withOption.length));
    return `REVOKE ${isKept ? 'GRANT OPTION FOR ' : ''}${what} ON ${on} FROM ${role};`;
  };
  const extra = found.filter((entry) => !wanted.includes(entry) && !wanted.includes(entry + withOption));
  const missing = wanted.filter((entry) => !found.includes(entry) && !found.includes(entry + withOption));
  return [...extra.map((entry) => text(entry, 'REVOKE')), ...missing.map((entry) => text(entry, 'GRANT'))];
}

function partsOf(entry: string): { role: string; privilege: string; isGrantable: boolean } {
  const isGrantable = entry.endsWith(withOption);
  const plain = isGrantable ? entry.slice(0, -withOption.length) : entry;
  const at = plain.lastIndexOf(' ');
  const role = plain.slice(0, at);
  return { role: role === 'public' ? 'PUBLIC' : identifier(role), privilege: plain.slice(at + 1), isGrantable };
}

/** What others may do with it, beyond what a new one lets them. */
export function privilegesOf(object: CatalogObject): Step[] {
  const isFunction = ['function', 'procedure', 'aggregate', 'window function'].includes(object.kind);
  const statements = grants(object, listOf(object.facts.privileges), isFunction ? ['public EXECUTE'] : []);
  return statements.length === 0 ? [] : [statementsStep(ranks.privileges, statements)];
}

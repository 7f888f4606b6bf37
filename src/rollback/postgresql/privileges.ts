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

/** Several privileges of one role. */
interface Grant {
  privileges: string[];
  before: string;
  after: string;
}

const withOption = ' with grant option';

/**
 * What makes the privileges on an object `wanted` where they are `found`: entries of the catalog, `app SELECT`.
 */
export function grants(object: CatalogObject, wanted: string[], found: string[]): string[] {
  const on = granted[object.kind]?.(object);
  if (on === undefined) return [];
  const text = (entries: string[], verb: 'GRANT' | 'REVOKE'): string[] => {
    const groups = new Map<string, Grant>();
    for (const entry of entries) {
      const { role, privilege, isGrantable } = partsOf(entry);
      const isKept = verb === 'REVOKE' && isGrantable && wanted.includes(entry.slice(0, -withOption.length));
      const group: Grant = {
        privileges: [],
        before: isKept ? 'GRANT OPTION FOR ' : '',
        after: verb === 'REVOKE' ? `FROM ${role}` : `TO ${role}${isGrantable ? ' WITH GRANT OPTION' : ''}`,
      };
      const key = group.before + group.after;
      const known = groups.get(key) ?? group;
      known.privileges.push(object.kind === 'column' ? `${privilege} (${identifier(object.name)})` : privilege);
      groups.set(key, known);
    }
    return [...groups.values()].map(
      ({ privileges, before, after }) => `${verb} ${before}${privileges.join(', ')} ON ${on} ${after};`,
    );
  };
  const extra = found.filter((entry) => !wanted.includes(entry) && !wanted.includes(entry + withOption));
  const missing = wanted.filter((entry) => !found.includes(entry) && !found.includes(entry + withOption));
  return [...text(extra, 'REVOKE'), ...text(missing, 'GRANT')];
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

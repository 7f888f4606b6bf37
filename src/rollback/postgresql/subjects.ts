import type { Operation } from '../../sql/operation.js';

/** What an operation is about. */
export interface Subject {
  verb: 'make' | 'drop' | 'rename';
  /** Names are unique in it. */
  space: string;
  schema: string | null;
  table: string | null;
  name: string;
  to?: string;
}

const spaceOf: Record<string, string> = {
  table: 'relation',
  view: 'relation',
  'materialized view': 'relation',
  sequence: 'relation',
  index: 'relation',
  type: 'type',
  enum: 'type',
  domain: 'type',
  function: 'function',
  procedure: 'function',
  schema: 'database',
  role: 'database',
  extension: 'database',
  column: 'column',
  constraint: 'constraint',
  policy: 'policy',
  trigger: 'trigger',
  rule: 'rule',
};

const verbs: Record<string, Subject['verb']> = { create: 'make', add: 'make', drop: 'drop', rename: 'rename' };

/** What an operation makes, drops or renames; null where it does none of it. */
export function subjectOf(operation: Operation): Subject | null {
  const at = operation.kind.indexOf(' ');
  const [word, what] = [operation.kind.slice(0, at), operation.kind.slice(at + 1)];
  if (operation.kind === 'set schema') {
    const { schema, name, to, object } = operation;
    return { verb: 'rename', space: spaceOf[object] ?? 'relation', schema, table: null, name, to };
  }
  if (operation.kind === 'rename enum value') {
    return {
      verb: 'rename',
      space: 'value',
      schema: operation.schema,
      table: operation.name,
      name: operation.value,
      to: operation.to,
    };
  }
  const verb = verbs[word];
  const space = spaceOf[what];
  if (operation.kind.startsWith('alter ') && 'action' in operation && 'name' in operation) {
    const member = memberRename(operation.action);
    if (member === null) return null;
    return {
      verb: 'rename',
      space: member.what,
      schema: 'schema' in operation ? operation.schema : null,
      table: operation.name,
      name: member.from,
      to: member.to,
    };
  }
  if (verb === undefined || space === undefined) return null;
  const schema = 'schema' in operation && operation.schema !== undefined ? operation.schema : null;
  const to = 'to' in operation ? { to: operation.to } : {};
  const table = 'table' in operation ? operation.table : null;
  if ('column' in operation) return { verb, space, schema, table, name: operation.column, ...to };
  if ('index' in operation)
    return operation.index === null ? null : { verb, space, schema, table: null, name: operation.index, ...to };
  if ('name' in operation && typeof operation.name === 'string') {
    return { verb, space, schema: space === 'database' ? null : schema, table, name: operation.name, ...to };
  }
  return table === null || what !== 'table' ? null : { verb, space, schema, table: null, name: table, ...to };
}

/** `rename attribute a to b`, as the operations have it for what has no kind of its own. */
export function memberRename(action: string): { what: string; from: string; to: string } | null {
  const parts = /^rename (attribute|column|constraint) (.*) to (.*)$/s.exec(action);
  return parts === null ? null : { what: parts[1] ?? '', from: parts[2] ?? '', to: parts[3] ?? '' };
}

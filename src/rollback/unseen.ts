import type { Dialect } from '../project/dialects.js';
import type { Operation } from '../sql/operation.js';
import { brief } from './lost.js';
import type { Change } from './verify.js';

/** What no catalog shows, whatever the statement says. */
const alwaysUnseen = new Set<Operation['kind']>(['change owner', 'alter column', 'unanalysed']);

/** SQLite: what is written into the file, and is no schema. */
const keptPragmas = new Set(['user_version', 'application_id', 'journal_mode', 'auto_vacuum', 'writable_schema']);

/** What a catalog shows in part: CLUSTER ON, SET TABLESPACE, a role's settings, RESTART, a password are not in it. */
const partlySeen = new Set<Operation['kind']>([
  'alter table',
  'alter index',
  'alter sequence',
  'alter view',
  'alter materialized view',
  'alter schema',
  'alter extension',
  'alter role',
  'grant',
  'revoke',
]);

/**
 * What statements did beyond the schema as the catalog shows it, each as a phrase: it is not looked for after the down,
 * so nobody knows whether it was undone.
 *
 * @param changes what the catalog shows of the migration: what was made by it goes with its owner and settings.
 */
export function unseenIn(dialect: Dialect, operations: Operation[], changes: Change[]): string[] {
  // The inverse for MySQL says itself which statements it cannot undo.
  if (dialect === 'mysql') return [];
  const all = operations.flatMap((operation) => (operation.kind === 'do block' ? operation.operations : [operation]));
  const renamed = new Set(
    all.flatMap((operation) => (operation.kind.startsWith('rename') && 'to' in operation ? [operation.to] : [])),
  );
  const unseen = all.filter((operation) => {
    const names = namesIn(operation);
    if (changes.some((change) => change.kind === 'unexpected' && !renamed.has(nameOf(change)) && isOf(change, names))) {
      return false;
    }
    if (operation.kind === 'pragma') return operation.value !== null && keptPragmas.has(operation.name);
    if (alwaysUnseen.has(operation.kind)) return true;
    if (!partlySeen.has(operation.kind)) return false;
    return !changes.some((change) => isSeen(operation, change, names));
  });
  const phrases = unseen.map(({ text }) => `what "${brief(text)}" did that the catalog does not show, if anything`);
  return [...new Set(phrases)];
}

function isSeen(operation: Operation, change: Change, names: string[]): boolean {
  if (operation.kind === 'grant' || operation.kind === 'revoke') {
    if (operation.object === 'default privileges') return false;
    // ALL TABLES IN SCHEMA: any of them shows it, and one that was made in the same migration has it from there.
    return change.kind === 'changed' ? ['privileges', 'member of'].includes(change.fact) : change.kind === 'unexpected';
  }
  const isPart = operation.kind !== 'alter index' && ['column', 'index'].includes(change.object.kind);
  return !isPart && isOf(change, names);
}

/** What a statement is about, without schemas. */
function namesIn(operation: Operation): string[] {
  if (operation.kind === 'grant' || operation.kind === 'revoke') {
    return operation.names.map((name) => name.slice(name.lastIndexOf('.') + 1));
  }
  if (operation.kind === 'unanalysed') return [];
  const name = 'name' in operation ? operation.name : 'index' in operation ? operation.index : null;
  const table = 'table' in operation ? operation.table : null;
  return [table ?? name].filter((text) => text !== null);
}

function isOf(change: Change, names: string[]): boolean {
  return names.includes(nameOf(change)) || (change.object.table !== null && names.includes(change.object.table));
}

/** A function's without its parameters. */
function nameOf({ object }: Change): string {
  return object.kind.endsWith('function') || object.kind === 'procedure'
    ? object.name.replace(/\(.*$/s, '')
    : object.name;
}

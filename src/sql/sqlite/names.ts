import type { Name, QualifiedName } from 'sqlite3-parser';
import type { TableName } from '../operation.js';

export function qualified(name: QualifiedName): { schema: string | null; name: string } {
  return { schema: name.dbName?.text ?? null, name: name.objName.text };
}

export function tableName(name: QualifiedName): TableName {
  return { schema: name.dbName?.text ?? null, table: name.objName.text };
}

export function names(nodes: readonly Name[] | undefined): string[] {
  return (nodes ?? []).map(({ text }) => text);
}

/** SQLite compares names without regard to the case of ASCII letters. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

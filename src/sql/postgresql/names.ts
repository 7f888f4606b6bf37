import type { Node, RangeVar } from 'libpg-query';
import type { TableName } from '../operation.js';

/** The text of a name in the tree: `String`, or `null` for any other node. */
export function stringOf(node: Node | undefined): string | null {
  return node !== undefined && 'String' in node ? (node.String.sval ?? '') : null;
}

/** The names in a list. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => stringOf(node) ?? []);
}

/** The parts of the name of an object in DROP, COMMENT, ALTER…: each kind of object has it in another node. */
export function nameParts(node: Node | undefined): string[] {
  if (node === undefined) return [];
  if ('String' in node) return [node.String.sval ?? ''];
  if ('List' in node) return (node.List.items ?? []).flatMap(nameParts);
  if ('TypeName' in node) return strings(node.TypeName.names);
  if ('ObjectWithArgs' in node) return strings(node.ObjectWithArgs.objname);
  if ('RangeVar' in node) return [node.RangeVar.schemaname, node.RangeVar.relname].flatMap((part) => part ?? []);
  return [];
}

/** The last two parts: PostgreSQL knows no third that would be another database. */
export function qualified(parts: readonly string[]): { schema: string | null; name: string } {
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
}

/** `schema.table.name`, as policies, triggers, rules and constraints are named. */
export function onTable(parts: readonly string[]): { schema: string | null; table: string; name: string } {
  return { schema: parts.at(-3) ?? null, table: parts.at(-2) ?? '', name: parts.at(-1) ?? '' };
}

export function tableName(relation: RangeVar | undefined): TableName {
  return { schema: relation?.schemaname ?? null, table: relation?.relname ?? '' };
}

export function relationName(relation: RangeVar | undefined): { schema: string | null; name: string } {
  return { schema: relation?.schemaname ?? null, name: relation?.relname ?? '' };
}

/** The tables in a list. */
export function tableNames(nodes: readonly Node[] | undefined): TableName[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [tableName(node.RangeVar)] : []));
}

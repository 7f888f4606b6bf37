import type { Dialect } from '../project/dialects.js';
import { isLossless } from '../sql/lossless.js';
import type { Effects } from './effects.js';
import type { OldTable } from './names.js';

/** What is known of a column of the schema before. */
export interface OldColumn {
  type: string;
  /** Its values are computed from others, and come back with it. */
  isGenerated: boolean;
}

/** What a down leaves of a migration, each as a phrase: «the rows of users». */
export interface Losses {
  /** What the migration took from the rows and its down does not bring back. */
  lost: string[];
  /** What it put there and its down does not take away. */
  left: string[];
}

export function lossesOf(
  dialect: Dialect,
  effects: Effects,
  columnBefore: (table: OldTable, column: string) => OldColumn | null,
): Losses {
  const lost = new Set(effects.droppedTables.map((table) => `the rows of ${nameOf(table)}`));
  for (const dropped of effects.droppedColumns) {
    if (columnBefore(dropped, dropped.column)?.isGenerated === true) continue;
    lost.add(`the values of ${nameOf(dropped)}.${dropped.column}`);
  }
  for (const retyped of effects.retypedColumns) {
    const old = columnBefore(retyped, retyped.column);
    const type = old === null ? 'its old type' : old.type || 'no type';
    if (retyped.using !== null && old?.isGenerated !== true) {
      lost.add(`what ${nameOf(retyped)}.${retyped.column} held before ${brief(retyped.using)} took its place`);
      continue;
    }
    if (retyped.to === '' || old?.isGenerated === true || isLossless(dialect, type, retyped.to)) continue;
    lost.add(`what ${nameOf(retyped)}.${retyped.column} held that fits ${type} and not ${retyped.to.toLowerCase()}`);
  }
  const left = new Set<string>();
  for (const { table, kind } of effects.written) {
    if (kind === 'insert' || kind === 'upsert') left.add(`the rows that it inserted into ${nameOf(table)}`);
    if (kind !== 'insert') lost.add(writtenPhrase[kind](nameOf(table)));
  }
  for (const sequence of effects.droppedSequences) lost.add(`how far the sequence ${nameOf(sequence)} had counted`);
  for (const type of effects.changedTypes)
    lost.add(`what values of the type ${type} held in attributes that it changed`);
  if (effects.setsSequences) left.add('the positions that it gave to sequences');
  if (effects.opaque.length > 0) {
    lost.add('what its functions and its SQL built at run time changed in rows, if anything');
  }
  return { lost: [...lost], left: [...left] };
}

const writtenPhrase: Record<Exclude<Effects['written'][number]['kind'], 'insert'>, (table: string) => string> = {
  upsert: (table) => `what ${table} held where it inserted rows that were there already`,
  update: (table) => `what ${table} held where it updated rows`,
  delete: (table) => `the rows that it deleted from ${table}`,
  merge: (table) => `what ${table} held where it merged rows`,
  truncate: (table) => `the rows of ${table}`,
};

/** A statement, or a part of one, on a line of its own. */
export function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** `users`, `billing.invoices`. */
export function nameOf({ schema, table }: OldTable): string {
  return schema === null || schema === 'public' ? table : `${schema}.${table}`;
}

import { record } from '../history/json.js';
import type { Dialect } from '../project/dialects.js';
import type { BuiltIndex } from '../sql/built/schema.js';
import { identifier } from '../sql/quote.js';
import { type Column, type Constraint, plainColumn, type ReferentialAction } from '../sql/table-parts.js';
import { type Entry, type SnapshotParts, textAt, textsAt } from './snapshot-parts.js';

/** A column of a snapshot; `null` where it has no name. */
export function columnIn(dialect: Dialect, entry: Entry): Column | null {
  const name = textAt(entry, 'name');
  if (name === null) return null;
  const type = textAt(entry, 'type') ?? '';
  const schema = textAt(entry, 'typeSchema');
  const written = schema === null ? type : `${identifier(dialect, schema)}.${identifier(dialect, type)}`;
  const value = entry.default;
  const identity = record(entry.identity);
  const generated = record(entry.generated);
  return {
    ...plainColumn(name, written),
    notNull: entry.notNull === true,
    default: value === undefined || value === null ? null : String(value),
    autoIncrement: entry.autoincrement === true || entry.autoIncrement === true || /^(big|small)?serial$/.test(type),
    identity: identity === null ? null : identity.type === 'always' ? 'always' : 'by default',
    generated: generated === null ? null : { expression: String(generated.as), stored: generated.type !== 'virtual' },
  };
}

/** The constraints of one table, by the parts that are its own. */
export function constraintsIn(dialect: Dialect, parts: SnapshotParts, isOwn: (part: Entry) => boolean): Constraint[] {
  const plain = { notValid: false, deferrable: 'no', usingIndex: null } as const;
  const named = (entry: Entry) => ({ ...plain, name: textAt(entry, 'name'), columns: textsAt(entry, 'columns') });
  return [
    ...parts.primaryKeys.filter(isOwn).map((entry): Constraint => ({ ...named(entry), type: 'primary key' })),
    ...parts.uniques
      .filter(isOwn)
      .map(
        (entry): Constraint => ({ ...named(entry), type: 'unique', nullsNotDistinct: entry.nullsNotDistinct === true }),
      ),
    ...parts.checks.filter(isOwn).flatMap((entry): Constraint[] => {
      const expression = textAt(entry, 'value');
      return expression === null ? [] : [{ ...plain, type: 'check', name: textAt(entry, 'name'), expression }];
    }),
    ...parts.foreignKeys.filter(isOwn).flatMap((entry): Constraint[] => {
      const table = textAt(entry, 'tableTo');
      if (table === null) return [];
      const schema = dialect === 'postgresql' ? textAt(entry, 'schemaTo') : null;
      const references = { schema, table, columns: textsAt(entry, 'columnsTo') };
      const actions = { onDelete: actionOf(entry.onDelete), onUpdate: actionOf(entry.onUpdate) };
      return [{ ...named(entry), type: 'foreign key', references, ...actions }];
    }),
  ];
}

const actions: ReferentialAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default'];

/** 0.31 writes it in small letters, 1.0 in capitals. */
function actionOf(value: unknown): ReferentialAction {
  return actions.find((action) => action === String(value).toLowerCase()) ?? 'no action';
}

/** An index of a snapshot; `null` where it has no name. */
export function indexIn(entry: Entry): BuiltIndex | null {
  const name = textAt(entry, 'name');
  if (name === null) return null;
  const parts = Array.isArray(entry.columns) ? entry.columns.map(partIn) : [];
  return {
    name,
    unique: entry.isUnique === true,
    columns: parts.map(({ column }) => column),
    parts: parts.map(({ text }) => text),
    method: textAt(entry, 'method'),
    where: textAt(entry, 'where'),
  };
}

/** A name, `{ expression, isExpression }` (0.31, PostgreSQL) or `{ value, isExpression }` (1.0). */
function partIn(part: unknown): { column: string | null; text: string } {
  if (typeof part === 'string') return { column: part, text: part };
  const { expression, value, isExpression } = record(part) ?? {};
  const text = String(expression ?? value ?? '');
  return { column: isExpression === true ? null : text, text };
}

/** What a foreign key does with the rows when what they refer to goes or changes. */
export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

/** MySQL's keys over prefixes, orders and expressions: the column, if it is one, and the part as written. */
interface KeyPart {
  column: string | null;
  text: string;
}

interface AnyConstraint {
  /** Null: the database makes up the name. */
  name: string | null;
  /** Rows that are already there are not looked at. */
  notValid: boolean;
  deferrable: 'no' | 'initially immediate' | 'initially deferred';
}

export type Constraint = AnyConstraint &
  (
    | { type: 'primary key'; columns: string[]; usingIndex: string | null; parts?: KeyPart[] }
    | { type: 'unique'; columns: string[]; usingIndex: string | null; nullsNotDistinct: boolean; parts?: KeyPart[] }
    | {
        type: 'foreign key';
        columns: string[];
        /** Without columns: the primary key of the table. */
        references: { schema: string | null; table: string; columns: string[] };
        onDelete: ReferentialAction;
        onUpdate: ReferentialAction;
        /** MySQL only: which of the two the statement says. For one that it does not, servers show another word. */
        says?: { onDelete: boolean; onUpdate: boolean };
      }
    | { type: 'check'; expression: string }
    | { type: 'not null'; columns: string[] }
    | { type: 'exclude' }
  );

/** A column as a statement defines it. Expressions and types are as written. */
export interface Column {
  name: string;
  /** Empty where SQLite has none. */
  type: string;
  notNull: boolean;
  default: string | null;
  /** SQLite's AUTOINCREMENT, MySQL's AUTO_INCREMENT, PostgreSQL's serial types. */
  autoIncrement: boolean;
  identity: 'always' | 'by default' | null;
  generated: { expression: string; stored: boolean } | null;
  collation: string | null;
  /** MySQL's ON UPDATE CURRENT_TIMESTAMP. */
  onUpdate: string | null;
  /** MySQL's COMMENT: the literal as written. */
  comment: string | null;
  /** Those that stand at the column: primary key, unique, references, check. */
  constraints: Constraint[];
}

/** A column without anything but name and type: what readers start from. */
export function plainColumn(name: string, type: string): Column {
  return {
    name,
    type,
    notNull: false,
    default: null,
    autoIncrement: false,
    identity: null,
    generated: null,
    collation: null,
    onUpdate: null,
    comment: null,
    constraints: [],
  };
}

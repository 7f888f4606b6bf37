import { LockstepError } from '../../src/errors.js';
import { didYouMean } from '../../src/scaffold/fields/index.js';
import type { AnswerValues } from '../../src/scaffold/generator.js';
import { listAnswer, optionalAnswer, textAnswer } from '../answers.js';

/** `name:kind[:table][:column=key][:through=table][:inverse=name]`, taken apart and not yet looked up. */
export interface RelationField {
  source: string;
  name: string;
  kind: 'one' | 'many';
  target: string | undefined;
  /**
   * The columns that refer, on whichever side they are, and what they refer to (empty: the primary key). With a table
   * in between, its columns for this table and for the other.
   */
  columns: { refer: string[]; keys: string[] } | undefined;
  through: string | undefined;
  inverse: string | undefined;
}

export interface RelationAnswers {
  /** As typed: `posts`, `app.posts`. */
  table: string;
  fields: RelationField[];
  /** The other side gets its relation too. */
  inverse: boolean;
}

const kinds = ['one', 'many'] as const;
const usage = 'lockstep new relation TABLE NAME:one|many[:TABLE][:COLUMN=KEY]';

/** Throws a LockstepError (exit 2) for what is missing or no relation. */
export function relationAnswers(values: AnswerValues): RelationAnswers {
  const table = textAnswer(values, 'table', usage);
  const fields = listAnswer(values, 'fields', `lockstep new relation ${table} author:one`).map(readField);
  const inverse = values.inverse !== false;
  const inverseName = optionalAnswer(values, 'inverse-name');
  const [first, second] = fields;
  if (inverseName !== undefined) {
    if (!inverse) {
      throw new LockstepError('--inverse-name names the relation of the other side, which --no-inverse leaves out.', {
        fix: 'Choose one of them.',
      });
    }
    if (second || !first) {
      throw new LockstepError(`--inverse-name ${inverseName} is for one relation, and ${fields.length} are given.`, {
        fix: `Name each: ${fields.map(({ source }) => `${source}:inverse=NAME`).join(' ')}`,
      });
    }
    first.inverse ??= checkRelationName(inverseName, '--inverse-name');
  }
  const twice = fields.find(({ name }, at) => fields.findIndex((one) => one.name === name) !== at);
  if (twice) throw new LockstepError(`The relation ${twice.name} is given twice.`, { fix: 'Name each relation once.' });
  return { table, fields, inverse };
}

function readField(source: string): RelationField {
  // `src/db/auth.ts:users` says in which file a table is.
  const [name = '', typed, ...rest] = source.split(/(?<!\.[cm]?[jt]s):/);
  checkRelationName(name, source);
  const kind = kinds.find((one) => one === typed);
  if (!kind) {
    const what =
      typed === undefined || typed === '' ? 'has no kind' : `${JSON.stringify(typed)} is no kind of relation`;
    throw new LockstepError(`${source}: ${what}.`, {
      fix:
        (typed && didYouMean(typed, kinds)) || `${name}:one for one row of the other table, ${name}:many for a list.`,
    });
  }
  const field: RelationField = {
    source,
    name,
    kind,
    target: undefined,
    columns: undefined,
    through: undefined,
    inverse: undefined,
  };
  for (const [at, part] of rest.entries()) {
    const [key, value] = part.split('=', 2);
    const set = (): string => {
      if (value !== undefined && value !== '') return value;
      throw new LockstepError(`${source}: ${key}= names nothing.`, { fix: `Write ${key}=NAME.` });
    };
    if (key === 'through') field.through = set();
    else if (key === 'inverse') field.inverse = checkRelationName(set(), source);
    else if (at === 0 && value === undefined) field.target = part === '' ? undefined : part;
    else if (field.columns === undefined && part !== '') field.columns = readColumns(part, source);
    else throw new LockstepError(`${source}: ${JSON.stringify(part)} is one part too many.`, { fix: usage });
  }
  return field;
}

function readColumns(part: string, source: string): RelationField['columns'] {
  const [refer = [], keys = [], ...more] = part.split('=').map((list) => list.split(',').filter((one) => one !== ''));
  if (
    refer.length === 0 ||
    more.length > 0 ||
    part.endsWith('=') ||
    (keys.length > 0 && keys.length !== refer.length)
  ) {
    throw new LockstepError(`${source}: ${part} is not COLUMN, COLUMN=KEY or COLUMN,COLUMN=KEY,KEY.`, {
      fix: 'The column that refers comes first, whichever table has it: author:one:users:author_id=id',
    });
  }
  return { refer, keys };
}

/** Code calls the relation by it. Throws a LockstepError (exit 2) for what is no plain name. */
function checkRelationName(name: string, source: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' && name !== 'constructor') return name;
  throw new LockstepError(`${source}: ${JSON.stringify(name)} cannot be the name of a relation.`, {
    fix: 'Code uses it as a property: letters, digits and underscores, no digit first: author, blogPosts.',
  });
}

import { LockstepError } from '../../errors.js';
import { didYouMean } from './nearest.js';

export const actions = ['cascade', 'restrict', 'set null', 'set default', 'no action'] as const;
export type Action = (typeof actions)[number];

/** One field as it was typed, taken apart; nothing is known yet about dialects or tables. */
export interface FieldSyntax {
  /** The whole argument, for messages. */
  source: string;
  name: string;
  /** The type as typed, or `string` when none was given. */
  type: string;
  args: string[];
  required: boolean;
  unique: boolean;
  index: boolean;
  primary: boolean;
  array: boolean;
  default: string | undefined;
  /** `users` or `users.email`, of `references=`. */
  references: string | undefined;
  onDelete: Action | undefined;
  onUpdate: Action | undefined;
}

type Flags = Omit<FieldSyntax, 'source' | 'name' | 'type' | 'args'>;

/** Words that stand alone. Each says what it sets; the synonyms are what Rails and SQL users type. */
const switches: Record<string, Partial<Flags>> = {
  required: { required: true },
  notnull: { required: true },
  nullable: { required: false },
  optional: { required: false },
  unique: { unique: true },
  uniq: { unique: true },
  index: { index: true },
  indexed: { index: true },
  primary: { primary: true },
  array: { array: true },
  cascade: { onDelete: 'cascade' },
  restrict: { onDelete: 'restrict' },
  setnull: { onDelete: 'set null' },
};

/** Words that take a value after `=`. */
const settings = ['default', 'references', 'ondelete', 'onupdate'] as const;
type Setting = (typeof settings)[number];

/** Every flag, for guesses at a slip. */
export const flagNames: readonly string[] = [...Object.keys(switches), ...settings];

const shown = [
  'required',
  'nullable',
  'unique',
  'index',
  'primary',
  'array',
  'default=VALUE',
  'references=TABLE',
  'onDelete=cascade|restrict|set-null',
];
const example = 'total:numeric:10,2:required, status:enum:open,paid:default=open, user:references:users:cascade';

/** `set-null`, `setNull` and `set_null` are one word. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_]/g, '');

/**
 * Takes one field apart: `name:type[:args][:flags]`, or Rails' `price:decimal{10,2}` and `title:string!`.
 * Throws a LockstepError (exit 2) for what is not a field.
 */
export function parseField(source: string): FieldSyntax {
  const [name = '', typed = '', ...rest] = splitOutside(source);
  if (name === '')
    throw new LockstepError(`The field ${JSON.stringify(source)} has no name.`, {
      fix: `A field is name:type: ${example}.`,
    });
  const { type, args, required, array } = parseType(source, typed === '' ? 'string' : typed);
  const flags: Flags = {
    required,
    unique: false,
    index: false,
    primary: false,
    array,
    default: undefined,
    references: undefined,
    onDelete: undefined,
    onUpdate: undefined,
  };
  for (const [at, segment] of rest.entries()) {
    const flag = readFlag(source, segment);
    if (flag) Object.assign(flags, flag);
    else if (at === 0 && args.length === 0) args.push(...segment.split(',').map((arg) => arg.trim()));
    // `default=09:30` is cut at the colon; what is no flag belongs to the value before it.
    else if (flags.default !== undefined && /default=/i.test(rest[at - 1] ?? '') && /^[0-9]/.test(segment)) {
      flags.default += `:${segment}`;
      rest[at] = `default=${flags.default}`;
    } else throw unknownFlag(source, segment);
  }
  return { source, name, type, args, ...flags };
}

/** Splits at colons that are not inside `{…}` or `[…]`, so that `default={"a":1}` stays whole. */
function splitOutside(source: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const char of source) {
    if (char === '{' || char === '[') depth++;
    if (char === '}' || char === ']') depth--;
    if (char === ':' && depth <= 0) parts.push('');
    else parts.push((parts.pop() ?? '') + char);
  }
  return parts;
}

function parseType(source: string, typed: string): { type: string; args: string[]; required: boolean; array: boolean } {
  const match = /^([A-Za-z_][A-Za-z0-9_-]*)(?:\{([^{}]*)\})?(\[\])?(!)?$/.exec(typed);
  if (!match) {
    throw new LockstepError(`${JSON.stringify(typed)} in ${JSON.stringify(source)} is not a type.`, {
      fix: `A field is name:type[:args][:flags]: ${example}.`,
    });
  }
  const [, type = '', args, brackets, bang] = match;
  if (args?.trim() === 'polymorphic') {
    throw new LockstepError(`${source}: a polymorphic reference has no foreign key, so no database can keep it.`, {
      fix: 'Give every table that is referred to a field of its own: user:references:users team:references:teams.',
    });
  }
  const list = args === undefined ? [] : args.split(',').map((arg) => arg.trim());
  return { type, args: list, required: bang === '!', array: brackets === '[]' };
}

function readFlag(source: string, segment: string): Partial<Flags> | undefined {
  const [word = '', ...values] = segment.split('=');
  const bang = word.endsWith('!');
  const key = plain(bang ? word.slice(0, -1) : word);
  const known = Object.hasOwn(switches, key) ? switches[key] : undefined;
  if (values.length === 0) return known ? { ...known, ...(bang ? { required: true } : {}) } : undefined;
  const setting = settings.find((name): name is Setting => name === key);
  if (!setting) throw unknownFlag(source, segment);
  const value = values.join('=');
  if (setting === 'default') return { default: value };
  if (setting === 'references') return { references: value };
  const action = actions.find((name) => plain(name).replaceAll(' ', '') === plain(value));
  if (!action) {
    throw new LockstepError(`${source}: ${value} is not an action.`, {
      fix: 'One of cascade, restrict, set-null, set-default, no-action.',
    });
  }
  return setting === 'ondelete' ? { onDelete: action } : { onUpdate: action };
}

function unknownFlag(source: string, segment: string): LockstepError {
  return new LockstepError(`${source}: ${JSON.stringify(segment)} is not a flag.`, {
    fix: [didYouMean(segment.split('=')[0] ?? '', flagNames), `Flags: ${shown.join(', ')}.`].filter(Boolean).join(' '),
  });
}

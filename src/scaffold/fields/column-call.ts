import { LockstepError } from '../../errors.js';
import type { ColumnType, DialectTypes, Literal, ValueKind } from '../../schema/types/index.js';
import { didYouMean } from './nearest.js';
import { flagNames } from './syntax.js';

/** A call of a column builder: `numeric('total', { precision: 10, scale: 2 })`. */
export interface ColumnCall {
  /** The type as the user knows it, for messages. */
  type: string;
  builder: string;
  options: Record<string, string | number | boolean>;
  /** The values of an enum. */
  values?: string[];
  value: ValueKind;
  literal?: Literal;
  range?: readonly [bigint, bigint];
  words: Readonly<Record<string, string>>;
  unindexable?: string;
  extension?: string;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');

/** Finds a type by its name or an alias, in any case: `doublePrecision`, `double_precision`, `DOUBLE`. */
export function findType(types: DialectTypes, typed: string): ColumnType | undefined {
  const wanted = plain(typed);
  return types.types.find(
    (type) => plain(type.name) === wanted || type.aliases?.some((alias) => plain(alias) === wanted),
  );
}

/**
 * The builder call for a type with its arguments.
 * Throws a LockstepError (exit 2) for an unknown type, with the nearest ones, or an argument that it does not take.
 */
export function columnCall(types: DialectTypes, source: string, typed: string, args: string[]): ColumnCall {
  if (plain(typed) === 'enum') return enumCall(types, source, args);
  let type = findType(types, typed);
  if (type?.withArgs !== undefined && args.length > 0) type = findType(types, type.withArgs);
  if (!type) throw unknownType(types, source, typed);
  const options = { ...type.options };
  const override = args.length > 0 ? readArguments(type, source, args, options) : {};
  for (const argument of type.args ?? []) {
    if (argument.kind === 'integer' && argument.required && options[argument.option] === undefined) {
      throw new LockstepError(`${source}: ${type.name} needs its ${argument.option}.`, {
        fix: `${source}:1536 for example.`,
      });
    }
  }
  const range =
    options.unsigned === true && type.range
      ? ([0n, type.builder === 'bigint' ? type.range[1] : type.range[1] * 2n + 1n] as const)
      : type.range;
  const { name, builder, value, literal, words, unindexable, extension } = type;
  return {
    type: name,
    builder,
    options,
    value,
    words: words ?? {},
    ...(literal && { literal }),
    ...(range && { range }),
    ...(unindexable !== undefined && { unindexable }),
    ...(extension !== undefined && { extension }),
    ...override,
  };
}

type Override = { value?: ValueKind; literal?: Literal };

function readArguments(type: ColumnType, source: string, args: string[], options: ColumnCall['options']): Override {
  let override: Override = {};
  const numbers = (type.args ?? []).filter((argument) => argument.kind === 'integer');
  for (const arg of args) {
    const choice = (type.args ?? []).find(
      (argument) =>
        (argument.kind === 'choice' && Object.hasOwn(argument.values, arg)) ||
        (argument.kind === 'switch' && argument.word === arg),
    );
    if (choice?.kind === 'choice') {
      options[choice.option] = arg;
      override = choice.values[arg] ?? {};
      continue;
    }
    if (choice?.kind === 'switch') {
      options[choice.option] = true;
      continue;
    }
    const next = numbers.shift();
    if (!next || !/^[0-9]{1,9}$/.test(arg)) throw badArgument(type, source, arg);
    const value = Number(arg);
    if (value < next.min || value > next.max) {
      throw new LockstepError(
        `${source}: the ${next.option} of ${type.name} is between ${next.min} and ${next.max}, not ${arg}.`,
      );
    }
    if (!next.ignored) options[next.option] = value;
  }
  const { precision, scale } = options;
  if (typeof precision === 'number' && typeof scale === 'number' && scale > precision) {
    throw new LockstepError(`${source}: the scale ${scale} is greater than the precision ${precision}.`, {
      fix: `The precision counts all digits: ${precision + scale},${scale}.`,
    });
  }
  return override;
}

function badArgument(type: ColumnType, source: string, arg: string): LockstepError {
  const takes = (type.args ?? []).map((argument) =>
    argument.kind === 'integer'
      ? argument.option
      : argument.kind === 'switch'
        ? argument.word
        : Object.keys(argument.values).join('|'),
  );
  return new LockstepError(`${source}: ${type.name} cannot take ${JSON.stringify(arg)}.`, {
    fix: [
      didYouMean(arg, flagNames),
      takes.length === 0 ? `${type.name} takes no arguments.` : `${type.name} takes ${takes.join(', ')}.`,
    ]
      .filter(Boolean)
      .join(' '),
  });
}

function enumCall(types: DialectTypes, source: string, values: string[]): ColumnCall {
  const fix = 'List the values: status:enum:open,paid,shipped.';
  if (values.length === 0) throw new LockstepError(`${source}: the enum has no values.`, { fix });
  for (const [at, value] of values.entries()) {
    if (value === '') throw new LockstepError(`${source}: a value of the enum is empty.`, { fix });
    if (/[^A-Za-z0-9_. -]/.test(value))
      throw new LockstepError(`${source}: ${JSON.stringify(value)} cannot be a value of an enum.`, {
        fix: 'Use letters, digits, _, - and dots.',
      });
    if (Buffer.byteLength(value) > 63)
      throw new LockstepError(
        `${source}: ${value} is longer than 63 bytes, the most that a value of an enum may have.`,
      );
    if (values.indexOf(value) !== at) throw new LockstepError(`${source}: the enum has ${value} twice.`);
  }
  return { type: 'enum', builder: types.enumBuilder, options: {}, values, value: 'enum', words: {} };
}

function unknownType(types: DialectTypes, source: string, typed: string): LockstepError {
  const hint = Object.entries(types.missing).find(([name]) => name === plain(typed))?.[1];
  const names = [...types.types.flatMap((type) => [type.name, ...(type.aliases ?? [])]), 'enum', 'references'];
  const fix =
    hint ??
    [didYouMean(typed, names), `Types: ${types.types.map((type) => type.name).join(', ')}, enum, references.`]
      .filter(Boolean)
      .join(' ');
  return new LockstepError(`${source}: there is no type ${typed} in ${types.module}.`, {
    fix: fix.charAt(0).toUpperCase() + fix.slice(1),
  });
}

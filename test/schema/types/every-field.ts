import type { Dialect } from '../../../src/project/dialects.js';
import { type ColumnType, dialectTypes, type ValueKind } from '../../../src/schema/types/index.js';

const values: Record<Exclude<ValueKind, 'none' | 'enum'>, string> = {
  text: "it's",
  integer: '7',
  number: '1.5',
  decimal: '1.5',
  boolean: 'true',
  json: '{"a":[1]}',
  instant: '2024-01-31T09:30:00Z',
  date: '2024-01-31',
  time: '09:30:00',
  uuid: '8d5c3c1e-2b0a-4c5e-9f53-0f9a1c2b3d4e',
};
const special: Record<string, string> = {
  interval: '1 day',
  inet: '10.0.0.1',
  cidr: '10.0.0.0/8',
  macaddr: '08:00:2b:01:02:03',
  macaddr8: '08:00:2b:01:02:03:04:05',
  year: '2024',
  char: 'x',
};

/** Every way to write a type: bare, with each argument, with every default. */
function variants(type: ColumnType): string[] {
  const bare = type.args?.some((arg) => arg.kind === 'integer' && arg.required) ? `${type.name}:3` : type.name;
  const choices = (type.args ?? []).flatMap((arg) =>
    arg.kind === 'choice' ? Object.keys(arg.values) : arg.kind === 'switch' ? [arg.word] : [],
  );
  const numbers = (type.args ?? []).flatMap((arg) =>
    arg.kind === 'integer' ? [Math.min(Math.max(arg.min, 6), arg.max)] : [],
  );
  const written = [bare, ...choices.map((choice) => `${type.name}:${choice}`)];
  if (numbers.length > 0) written.push(`${type.name}:${numbers.join(',')}`);
  for (const word of Object.keys(type.words ?? {})) written.push(`${bare}:required:default=${word}`);
  const value = special[type.name] ?? (type.value === 'none' || type.value === 'enum' ? undefined : values[type.value]);
  if (value !== undefined) {
    written.push(`${bare}:default=${value}`);
    const modes = (type.args ?? []).flatMap((arg) => (arg.kind === 'choice' ? Object.entries(arg.values) : []));
    for (const [mode, override] of modes) {
      const kind = override.value ?? type.value;
      if (kind !== 'none' && kind !== 'enum')
        written.push(`${type.name}:${mode}:default=${special[type.name] ?? values[kind]}`);
    }
  }
  if (type.withArgs !== undefined) written.push(`${type.name}:100`);
  return written;
}

/** Fields c0, c1, … of these types, written in every way that there is. */
export const everyField = (dialect: Dialect, types: readonly ColumnType[]): string[] =>
  types
    .flatMap(variants)
    .concat(
      'enum:a,b',
      'enum:a,b:required:default=b',
      ...(dialectTypes[dialect].arrays ? ['text:array:required:default=array', 'integer[]'] : []),
    )
    .map((variant, at) => `c${at}:${variant}`);

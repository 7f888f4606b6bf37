import type { Style } from './style.js';

/** The few shapes of code that a generator writes. */
export type Code =
  | { kind: 'raw'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'array'; items: Code[] }
  | { kind: 'object'; entries: [key: string, value: Code][] }
  /** `() => users.id` */
  | { kind: 'arrow'; text: string }
  /** `text('a').notNull()`: the first call names a function, the others methods. */
  | { kind: 'chain'; calls: Call[] };

export interface Call {
  name: string;
  args: Code[];
}

export const raw = (text: string): Code => ({ kind: 'raw', text });
export const string = (text: string): Code => ({ kind: 'string', text });
export const array = (items: Code[]): Code => ({ kind: 'array', items });
export const object = (entries: [string, Code][]): Code => ({ kind: 'object', entries });
export const call = (name: string, ...args: Code[]): Call => ({ name, args });
export const chainOf = (...calls: Call[]): Code => ({ kind: 'chain', calls });

/** A string literal in the file's quotes; like formatters, the other ones when that saves escapes. */
export function quoted(text: string, style: Style): string {
  const other = style.quote === "'" ? '"' : "'";
  const count = (mark: string): number => text.split(mark).length - 1;
  const quote = count(style.quote) > count(other) ? other : style.quote;
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}

/** The text of a `` sql`…` `` template, with what would end or open it escaped. */
export const sqlTemplate = (sql: string): string => `sql\`${sql.replaceAll(/[\\`]|\$\{/g, '\\$&')}\``;

/** Code on one line. */
export function flat(code: Code, style: Style): string {
  const list = (items: Code[]): string => items.map((item) => flat(item, style)).join(', ');
  switch (code.kind) {
    case 'raw':
    case 'arrow':
      return code.text;
    case 'string':
      return quoted(code.text, style);
    case 'array':
      return `[${list(code.items)}]`;
    case 'object': {
      if (code.entries.length === 0) return '{}';
      const space = style.bracketSpacing ? ' ' : '';
      return `{${space}${code.entries.map(([key, value]) => `${key}: ${flat(value, style)}`).join(', ')}${space}}`;
    }
    case 'chain':
      return code.calls.map(({ name, args }, at) => `${at === 0 ? '' : '.'}${name}(${list(args)})`).join('');
  }
}

/** What formatters call a simple argument: no function, nothing nested twice (as Biome 2.6 has it). */
function isSimple(code: Code, depth: number): boolean {
  if (depth > 1 || code.kind === 'arrow' || code.kind === 'chain') return false;
  if (code.kind === 'array') return code.items.every((item) => isSimple(item, depth + 1));
  return code.kind !== 'object' || code.entries.every(([, value]) => isSimple(value, depth + 1));
}

/** Width of a line on the screen; a tab counts as two, as formatters count it by default. */
const widthOf = (line: string): number => line.replaceAll('\t', '  ').length;

/**
 * Code as Prettier and Biome would break it, with `\n` as line end.
 * @param before what stands on the line already, with its indentation
 * @param after what follows on the last line
 */
export function print(code: Code, before: string, after: string, style: Style): string {
  const indent = /^\s*/.exec(before)?.[0] ?? '';
  const line = flat(code, style);
  const fits = widthOf(before + line + after) <= style.width;
  if (code.kind === 'chain') {
    // A chain of three calls of which one has an involved argument is always broken.
    const forced = code.calls.length > 2 && code.calls.some(({ args }) => !args.every((arg) => isSimple(arg, 0)));
    if (fits && !forced) return line;
    return code.calls.length > 2
      ? brokenChain(code.calls, before, after, style)
      : calls(code.calls, before, after, style);
  }
  if (fits) return line;
  const items = code.kind === 'array' ? code.items : code.kind === 'object' ? code.entries : null;
  if (items === null || items.length === 0) return line;
  const inner = indent + style.indent;
  const rows =
    code.kind === 'object'
      ? code.entries.map(([key, value]) => row(`${inner}${key}: `, value, style))
      : code.kind === 'array'
        ? code.items.map((item) => row(inner, item, style))
        : [];
  const [open, close] = code.kind === 'object' ? '{}' : '[]';
  return `${open}\n${lines(rows, style.trailingCommas)}\n${indent}${close}`;
}

const row = (before: string, code: Code, style: Style): string => before + print(code, before, ',', style);
const lines = (rows: string[], comma: boolean): string => rows.join(',\n') + (comma ? ',' : '');

function brokenChain([first, ...rest]: Call[], before: string, after: string, style: Style): string {
  if (!first) return '';
  const indent = (/^\s*/.exec(before)?.[0] ?? '') + style.indent;
  const parts = [calls([first], before, '', style)];
  for (const [at, { name, args }] of rest.entries()) {
    parts.push(indent + calls([{ name: `.${name}`, args }], indent, at === rest.length - 1 ? after : '', style));
  }
  return parts.join('\n');
}

/** Calls that stay on one line where they can; the arguments of the first that does not fit are broken. */
function calls(list: Call[], before: string, after: string, style: Style): string {
  let text = '';
  for (const [at, { name, args }] of list.entries()) {
    const next = list[at + 1];
    const lead = `${at === 0 ? '' : '.'}${name}`;
    const tail = next ? `.${next.name}(` : after;
    const line = before + text;
    const current = line.slice(line.lastIndexOf('\n') + 1) + lead;
    text += lead + printArguments(args, current, tail, style);
  }
  return text;
}

function printArguments(args: Code[], before: string, tail: string, style: Style): string {
  const line = `(${args.map((arg) => flat(arg, style)).join(', ')})`;
  if (args.length === 0 || widthOf(before + line + tail) <= style.width) return line;
  const last = args.at(-1);
  const lead = `(${args
    .slice(0, -1)
    .map((arg) => `${flat(arg, style)}, `)
    .join('')}`;
  if ((last?.kind === 'object' || last?.kind === 'array') && widthOf(`${before}${lead}[`) <= style.width) {
    // The last argument opens on this line and closes before the parenthesis; `x` makes it break.
    return `${lead}${print(last, before, 'x'.repeat(style.width), style)})`;
  }
  const indent = /^\s*/.exec(before)?.[0] ?? '';
  const inner = indent + style.indent;
  return `(\n${lines(
    args.map((arg) => row(inner, arg, style)),
    style.trailingArgumentCommas,
  )}\n${indent})`;
}

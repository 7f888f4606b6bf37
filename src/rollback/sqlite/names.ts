import type { Token } from '../../sql/tokens.js';

/** A name as drizzle-kit quotes it for SQLite (0.31.11, 1.0.0-rc.5). */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** SQLite compares names without regard to the case of ASCII letters. */
export function folded(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

/** Whether a token is this name; words come from the tokenizer in lower case, letters of any script. */
export function isNamed({ kind, value }: Token, name: string): boolean {
  return kind === 'word' ? value === name.toLowerCase() : isSameName(value, name);
}

/** `wanted`, or with a number behind it where that is taken. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let number = 2; isTaken(name); number++) name = `${wanted}_${number}`;
  return name;
}

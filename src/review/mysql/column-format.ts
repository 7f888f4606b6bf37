import { tokenize } from '../../sql/tokens.js';
import type { Server } from '../server.js';

/** How far apart two types of a column are for InnoDB. */
export type FormatChange = 'none' | 'noted' | 'copied';

/** utf8mb4, the character set of MySQL 8.0 and of drizzle-kit's tables unless they say another. */
const bytesPerCharacter = 4;

/**
 * A varchar grows without a copy as long as its length takes as many bytes as before: one up to 255, then two; MariaDB
 * grows it in any case (10.4.3). Values are added to an enum or a set at its end, as long as it takes as many bytes.
 */
export function formatChange(from: string, to: string, { product }: Server): FormatChange {
  const [old, now] = [typeOf(from), typeOf(to)];
  if (old.name === now.name && old.parts.join() === now.parts.join()) return 'none';
  if (old.name !== now.name) return 'copied';
  if (now.name === 'varchar') {
    const [length, newLength] = [Number(old.parts[0]), Number(now.parts[0])];
    if (!(newLength >= length)) return 'copied';
    return product === 'mariadb' || lengthBytes(length) === lengthBytes(newLength) ? 'noted' : 'copied';
  }
  if (now.name !== 'enum' && now.name !== 'set') return 'copied';
  const isAppended = old.parts.every((value, at) => now.parts[at] === value);
  return isAppended && valueBytes(old) === valueBytes(now) ? 'noted' : 'copied';
}

function lengthBytes(length: number): 1 | 2 {
  return length * bytesPerCharacter > 255 ? 2 : 1;
}

function valueBytes({ name, parts }: Type): number {
  return name === 'set' ? Math.ceil(parts.length / 8) : parts.length > 255 ? 2 : 1;
}

interface Type {
  name: string;
  /** What stands in the brackets. */
  parts: string[];
}

const same: Readonly<Record<string, string>> = {
  integer: 'int',
  'character varying': 'varchar',
  numeric: 'decimal',
  'double precision': 'double',
  bool: 'tinyint',
  boolean: 'tinyint',
};

function typeOf(text: string): Type {
  const tokens = tokenize('mysql', text);
  const written = tokens.flatMap(({ kind, value }) => (kind === 'word' ? [value] : [])).join(' ');
  const name = same[written] ?? written;
  const values = tokens.flatMap(({ kind, value }) => (kind === 'number' || kind === 'string' ? [value] : []));
  // int(11) says how many digits are shown, not how many there are.
  return { name, parts: name.includes('int') ? [] : values };
}

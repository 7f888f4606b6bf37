import type { SqlType } from '../../sql/lossless.js';

/** How many digits a value can have, and how many any value can have to fit. */
const whole: Record<string, { most: number; fits: number }> = {
  tinyint: { most: 3, fits: 2 },
  smallint: { most: 5, fits: 4 },
  mediumint: { most: 8, fits: 6 },
  int: { most: 10, fits: 9 },
  bigint: { most: 20, fits: 18 },
};
/** Other names of them: `typeOf` says integer where nothing stands behind it. */
const same: Record<string, string> = { integer: 'int', boolean: 'tinyint' };
const texts: Record<string, number> = { tinytext: 255, text: 65_535, mediumtext: 16_777_215, longtext: 4_294_967_295 };
const bytes: Record<string, number> = { tinyblob: 255, blob: 65_535, mediumblob: 16_777_215, longblob: 4_294_967_295 };
const times = ['date', 'datetime', 'timestamp', 'time', 'year'];

/**
 * Whether MySQL's strict mode refuses some value of one type in the other (8.0, as MariaDB 10.11). What is only rounded
 * or cut to its day does not fail.
 */
export function mayFail(from: SqlType, to: SqlType): boolean {
  if (lacksCharacters(from, to)) return true;
  const longest = lengthOf(from);
  const most = lengthOf(to);
  if (most !== null) return (longest ?? shownLength(from)) > most;
  if (longest !== null) return true;
  if (to.name === 'enum' || to.name === 'set')
    return !from.words.every((word) => to.words.includes(word)) || from.words.length === 0;
  if (times.includes(to.name)) return to.name === 'timestamp' || to.name === 'year' || !times.includes(from.name);
  return numberMayFail(from, to);
}

/** Whether a character set is named that does not have every character of the one before. */
function lacksCharacters(from: SqlType, to: SqlType): boolean {
  const [old, now] = [characterSet(from), characterSet(to)];
  if (now === null || now === old || lengthOf(from) === null) return false;
  if (now.startsWith('utf8mb4') || now === 'binary' || old === 'ascii') return false;
  return !(now.startsWith('utf8') && old !== null && !old.startsWith('utf8mb4'));
}

/** `varchar(50) CHARACTER SET latin1`; `null` for that of the table. */
function characterSet({ name }: SqlType): string | null {
  return /\b(?:character set|charset)\s+['"]?(\w+)/.exec(name)?.[1] ?? null;
}

function numberMayFail(from: SqlType, to: SqlType): boolean {
  const [old, now] = [plainName(from), plainName(to)];
  const room = whole[now]?.fits ?? digits(to);
  if (room === null) return false;
  const isSigned = ({ name }: SqlType): boolean => !name.includes('unsigned');
  if (isSigned(from) !== isSigned(to) && !(isSigned(to) && old !== now)) return true;
  if (whole[now] !== undefined && old === now) return false;
  return (whole[old]?.most ?? digits(from) ?? Number.POSITIVE_INFINITY) > room;
}

function plainName({ name }: SqlType): string {
  const plain = name.split(' ')[0] ?? '';
  return same[plain] ?? plain;
}

/** How many characters or bytes fit; `null` for what is no text. */
function lengthOf(type: SqlType): number | null {
  const plain = plainName(type);
  if (/^(var)?(char|binary)$/.test(plain)) return type.sizes[0] ?? 1;
  return texts[plain] ?? bytes[plain] ?? null;
}

/** How long the text of a value is that is none. */
function shownLength({ name, words }: SqlType): number {
  if (name === 'enum') return Math.max(...words.map((word) => word.length - 2));
  return name === 'json' || name === 'set' ? Number.POSITIVE_INFINITY : 26;
}

/** Digits before the point of a decimal; `null` where any number of them fits. */
function digits({ name, sizes: [length, scale = 0] }: SqlType): number | null {
  return /^(decimal|numeric)\b/.test(name) && length !== undefined ? length - scale : null;
}

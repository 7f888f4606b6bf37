import type { Dialect } from '../project/dialects.js';
import { elementType } from '../sql/element-type.js';
import { affinity, isLossless, type SqlType, typeOf } from '../sql/lossless.js';

/**
 * What values lose without any error when a column gets another type: a sentence, or `null` where nothing is lost or
 * where the engine refuses what does not fit.
 *
 * @param isCast by an explicit cast (`USING name::varchar(50)`), which cuts where an assignment is refused.
 */
export function silentLoss(dialect: Dialect, from: string, to: string, isCast: boolean): string | null {
  if (dialect === 'postgresql') {
    const [had, has] = [elementType(from), elementType(to)];
    if (had.list !== '' && has.list !== '') return silentLoss(dialect, had.element, has.element, isCast);
  }
  if (isLossless(dialect, from, to)) return null;
  const [old, now] = [typeOf(dialect, from), typeOf(dialect, to)];
  return losses[dialect](old, now, isCast);
}

const losses: Record<Dialect, (old: SqlType, now: SqlType, isCast: boolean) => string | null> = {
  /** Seen on PostgreSQL 15: the casts of pg_cast that an assignment takes. */
  postgresql: (old, now, isCast) => {
    const [length] = now.sizes;
    if (isCast && ['varchar', 'char'].includes(now.name) && length !== undefined) return cut(length);
    if (isCast && now.name === 'boolean' && isWhole(old)) return 'Every number but 0 becomes true.';
    if (old.name === 'json' && now.name === 'jsonb')
      return 'The order of keys, spaces and all but the last of equal keys are lost.';
    if (old.name === 'inet' && now.name === 'cidr') return 'The bits of the host are set to zero.';
    return rounded(old, now) ?? timeLoss(old, now);
  },
  /** Seen on MariaDB 10.11 in strict mode, which refuses what is too long or out of range, and notes what it rounds. */
  mysql: (old, now) => rounded(old, now) ?? timeLoss(old, now),
  /** SQLite changes a value to what the type of the column prefers (datatype3.html, 3). */
  sqlite: (old, now) => {
    const [had, has] = [affinity(old.name), affinity(now.name)];
    if (had === 'text' && ['integer', 'real', 'numeric'].includes(has)) {
      return `Text that reads as a number becomes one: '007' becomes 7, '1.50' becomes 1.5.`;
    }
    if (has === 'real' && ['integer', 'numeric'].includes(had)) {
      return 'Whole numbers beyond 9007199254740992 are rounded.';
    }
    return null;
  },
};

function cut(length: number): string {
  return `Values of more than ${length} ${length === 1 ? 'character' : 'characters'} are cut.`;
}

const floats: Record<string, number> = { real: 6, float: 6, 'double precision': 15, double: 15 };

/** How many decimal digits whole numbers have, by their first word: MySQL's may be `unsigned`. */
const wholes: Record<string, number> = { tinyint: 3, smallint: 5, mediumint: 8, int: 10, integer: 10, bigint: 19 };

function wholeDigits({ name }: SqlType): number | undefined {
  return wholes[name.split(' ')[0] ?? ''];
}

function isWhole(type: SqlType): boolean {
  return wholeDigits(type) !== undefined;
}

/** Fractions of numbers, and digits beyond what a floating point number holds. */
function rounded(old: SqlType, now: SqlType): string | null {
  const isExact = old.name.startsWith('numeric');
  const isFloat = old.name in floats;
  if (!isExact && !isFloat && !isWhole(old)) return null;
  const digits = floats[now.name];
  if (digits !== undefined && holds(old) > digits) return `Digits beyond the ${digits}th are lost.`;
  if (!isExact && !isFloat) return null;
  const hasFraction = isFloat || old.sizes.length === 0 || (old.sizes[1] ?? 0) > 0;
  if (isWhole(now)) return hasFraction ? 'Fractions are rounded to whole numbers.' : null;
  if (!now.name.startsWith('numeric') || now.sizes.length === 0) return null;
  const scale = now.sizes[1] ?? 0;
  return hasFraction && (isFloat || old.sizes.length === 0 || (old.sizes[1] ?? 0) > scale)
    ? `Values are rounded to ${scale} ${scale === 1 ? 'digit' : 'digits'} after the point.`
    : null;
}

/** How many decimal digits a number of the type may have; a numeric without size any. */
function holds(type: SqlType): number {
  return floats[type.name] ?? wholeDigits(type) ?? type.sizes[0] ?? Number.POSITIVE_INFINITY;
}

const withZone = 'timestamp with time zone';

function timeLoss(old: SqlType, now: SqlType): string | null {
  const hadTime = ['timestamp', withZone, 'datetime'].includes(old.name);
  if (hadTime && now.name === 'date') return 'The time of day is lost.';
  if (hadTime && now.name.startsWith('time') && !now.name.startsWith('timestamp')) return 'The date is lost.';
  if (old.name === 'interval' && now.name === 'time') return 'Days, months and years are lost.';
  if (['timetz', 'time with time zone'].includes(old.name) && ['time', 'time without time zone'].includes(now.name)) {
    return 'The offset from UTC is lost.';
  }
  if (old.name === withZone && now.name === 'timestamp') {
    return 'The moments become local times of the session’s TimeZone, and which zone that was is not kept.';
  }
  if (old.name === 'timestamp' && now.name === withZone) {
    return 'The values are taken for local times of the session’s TimeZone, and are other moments if they were written as UTC.';
  }
  const [digits] = now.sizes;
  if (old.name !== now.name || digits === undefined || !/^(time|datetime)/.test(now.name)) return null;
  return digits < (old.sizes[0] ?? 6) ? `Fractions of a second are rounded to ${digits} digits.` : null;
}

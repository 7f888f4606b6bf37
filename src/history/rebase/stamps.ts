import { posix } from 'node:path';
import { LockstepError } from '../../errors.js';
import type { Migration } from '../history.js';

/** Where a re-created migration comes to stand. */
export interface Place {
  tag: string;
  idx: number;
  when: number;
}

/** How the part of a tag before its first `_` is made (prepareMigrationMetadata of drizzle-kit 0.31.11). */
type Prefix = 'index' | 'timestamp' | 'unix';

/** `drizzle-kit up` to 1.0 names folders by the second, and stops at two times within one (1.0.0-rc.5). */
const apart = 1000;

/**
 * New tags and times for migrations that come to stand after others, in their order and under their names. The times
 * rise strictly and, where those before allow it, none of them lies in the future.
 *
 * @param before the migrations that stay.
 * @param now milliseconds since 1970.
 */
export function placesAfter(before: Migration[], own: Migration[], now: number): Place[] {
  const places: Place[] = [];
  // Numbers may have gaps and need not rise: a new one must not take the snapshot of one that is there.
  let idx = Math.max(
    -1,
    before.length - 1,
    ...before.map((migration) => Math.max(migration.idx ?? -1, numberIn(migration.tag))),
  );
  let latest = Math.max(0, ...before.map((migration) => Math.max(migration.when, timeInTag(migration.tag) ?? 0)));
  for (const [at, { tag }] of own.entries()) {
    idx += 1;
    const prefix = prefixOf(tag);
    const earliest = latest + (at === 0 ? 1 : apart);
    // A prefix that is a time counts whole seconds: rounded up, it comes after the one before it.
    const soonest = prefix === 'index' ? earliest : Math.ceil(earliest / 1000) * 1000;
    latest = Math.max(soonest, now - (own.length - 1 - at) * apart);
    places.push({ tag: `${prefixText(prefix, idx, latest)}_${nameOf(tag)}`, idx, when: latest });
  }
  return places;
}

/** The files of a migration on the 0.x line. */
export function journalPaths(out: string, tag: string): Pick<Migration, 'sql' | 'snapshot' | 'down'> {
  return {
    sql: posix.join(out, `${tag}.sql`),
    snapshot: posix.join(out, 'meta', `${tag.split('_')[0]}_snapshot.json`),
    down: posix.join(out, `${tag}.down.sql`),
  };
}

/** `20261120055500` for a time in milliseconds, in UTC. */
export function stamp(time: number): string {
  return new Date(time).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

/** The number before a tag's name; -1 for a time, and where there is none. */
function numberIn(tag: string): number {
  const [prefix = ''] = tag.split('_', 1);
  return /^\d{1,9}$/.test(prefix) ? Number(prefix) : -1;
}

/** A tag without its prefix. */
export function nameOf(tag: string): string {
  return tag.slice(tag.indexOf('_') + 1);
}

function prefixOf(tag: string): Prefix {
  const [prefix = ''] = tag.split('_', 1);
  if (tag.includes('_') && /^\d+$/.test(prefix)) {
    if (prefix.length === 14) return 'timestamp';
    if (prefix.length === 10) return 'unix';
    return 'index';
  }
  throw new LockstepError(`${tag} has no number or time before its name, so nothing says where it belongs.`, {
    exitCode: 1,
    fix: "Set migrations.prefix in the drizzle config to 'index' or 'timestamp', and generate this branch's migrations again.",
  });
}

function prefixText(prefix: Prefix, idx: number, when: number): string {
  if (prefix === 'timestamp') return stamp(when);
  return prefix === 'unix' ? String(Math.floor(when / 1000)) : String(idx).padStart(4, '0');
}

/** The time that a tag begins with, in milliseconds; `null` where it begins with a number. */
function timeInTag(tag: string): number | null {
  const [prefix = ''] = tag.split('_', 1);
  if (/^\d{10}$/.test(prefix)) return Number(prefix) * 1000;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(prefix)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

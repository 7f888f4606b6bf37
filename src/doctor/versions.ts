/** A version's parts: `1.0.0-rc.5` is [1, 0, 0] and `rc.5`. */
interface Version {
  numbers: [number, number, number];
  before: string | null;
}

/**
 * Whether a version is in a range of a package.json. Only what is plain to read is judged: a version, `^`, `~`, `>=`,
 * and alternatives of them by `||`.
 *
 * @returns `null` for any other range: `catalog:`, `workspace:*`, `latest`, a URL.
 */
export function isInRange(version: string, range: string): boolean | null {
  const parsed = parse(version);
  if (parsed === null) return null;
  const verdicts = range.split('||').map((part) => isInPart(parsed, part.trim()));
  if (verdicts.includes(true)) return true;
  return verdicts.includes(null) ? null : false;
}

/** -1, 0 or 1, by the numbers and then by what is before the release. `null` for what is no version. */
export function compareVersions(a: string, b: string): number | null {
  const [one, other] = [parse(a), parse(b)];
  return one === null || other === null ? null : compare(one, other);
}

function isInPart(version: Version, part: string): boolean | null {
  const [, operator = '', text = ''] = /^(\^|~|>=|=)?\s*v?(\S+)$/.exec(part) ?? [];
  const wanted = parse(text);
  if (wanted === null) return null;
  const order = compare(version, wanted);
  if (operator === '' || operator === '=') return order === 0;
  if (order < 0) return false;
  // npm counts what is before a release to a range only where the range itself names such a version of that release.
  const isSameRelease = version.numbers.every((number, at) => number === wanted.numbers[at]);
  if (version.before !== null && !isSameRelease) return false;
  if (operator === '>=') return true;
  const fixed = operator === '~' ? 2 : Math.max(1, wanted.numbers.findIndex((number) => number !== 0) + 1);
  return version.numbers.slice(0, fixed).every((number, at) => number === wanted.numbers[at]);
}

function parse(text: string): Version | null {
  const [, major, minor, patch, before] = /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+\S*)?$/.exec(text) ?? [];
  return major === undefined
    ? null
    : { numbers: [Number(major), Number(minor), Number(patch)], before: before ?? null };
}

function compare(a: Version, b: Version): number {
  for (const [at, number] of a.numbers.entries()) {
    const other = b.numbers[at] ?? 0;
    if (number !== other) return Math.sign(number - other);
  }
  if (a.before === b.before) return 0;
  if (a.before === null || b.before === null) return a.before === null ? 1 : -1;
  return Math.sign(a.before.localeCompare(b.before, 'en', { numeric: true }));
}

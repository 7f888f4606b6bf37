/** `fullName`, `full_name` → full, name. */
function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether two names may be of one thing: they share a word that says something, or one holds the other. */
export function areAlike(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const [short, long] = [a.join(''), b.join('')].sort((x, y) => x.length - y.length);
  if (short === undefined || long === undefined || short === '') return false;
  return (short.length > 2 && long.includes(short)) || a.some((word) => !common.has(word) && b.includes(word));
}

/** Words that names of different things share. */
const common = new Set(['id', 'at', 'is', 'has', 'by', 'of', 'to', 'in', 'on', 'the', 'date', 'time']);

/** How much of two lists is the same, from 0 to 1. */
export function overlap(one: string[], other: string[]): number {
  const [a, b] = [new Set(one), new Set(other)];
  const both = [...a].filter((name) => b.has(name)).length;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

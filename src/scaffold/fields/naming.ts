/** The words of a name in any case: `placedAt`, `placed_at` and `placed-at` are [`placed`, `at`]. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const caseNames = ['snake', 'camel', 'pascal', 'kebab'] as const;
export type Case = (typeof caseNames)[number];

const joiners: Record<Case, (list: string[]) => string> = {
  snake: (list) => list.join('_'),
  kebab: (list) => list.join('-'),
  camel: (list) => list.map((word, at) => (at === 0 ? word : capital(word))).join(''),
  pascal: (list) => list.map(capital).join(''),
};

export function toCase(style: Case, list: string[]): string {
  return joiners[style](list);
}

export const snakeCase = (name: string): string => toCase('snake', words(name));
export const camelCase = (name: string): string => toCase('camel', words(name));

const irregular: readonly (readonly [singular: string, plural: string])[] = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['mouse', 'mice'],
  ['datum', 'data'],
  ['medium', 'media'],
  ['index', 'indexes'],
  ['status', 'statuses'],
  ['address', 'addresses'],
  ['bus', 'buses'],
  ['news', 'news'],
  ['series', 'series'],
  ['movie', 'movies'],
  ['cookie', 'cookies'],
];

/** English plural of the last word: enough to see that `user` and `users` are the same thing. */
export function plural(list: string[]): string[] {
  return lastWord(list, (word) => {
    const known = irregular.find(([one, many]) => one === word || many === word);
    if (known) return known[1];
    if (singular([word])[0] !== word) return word;
    if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
    return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
  });
}

/** English singular of the last word. */
export function singular(list: string[]): string[] {
  return lastWord(list, (word) => {
    const known = irregular.find(([one, many]) => one === word || many === word);
    if (known) return known[0];
    if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
    if (/(ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
    return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
  });
}

function lastWord(list: string[], change: (word: string) => string): string[] {
  const last = list.at(-1);
  return last === undefined ? list : [...list.slice(0, -1), change(last)];
}

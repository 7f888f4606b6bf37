import { caseNames, plural, singular, toCase, words } from './naming.js';

/**
 * Functions for templates: `snake`, `camel`, `pascal`, `kebab`, `plural` and `singular` of a name, as the generators
 * make them. Each throws for what is not text.
 */
export function namingHelpers(): Record<string, (name: unknown) => string> {
  const cases = caseNames.map((style) => [style, (name: string) => toCase(style, words(name))] as const);
  const helpers: (readonly [string, (name: string) => string])[] = [
    ...cases,
    ['plural', (name) => inItsCase(name, plural(words(name)))],
    ['singular', (name) => inItsCase(name, singular(words(name)))],
  ];
  return Object.fromEntries(
    helpers.map(([helper, make]) => [
      helper,
      (name: unknown) => {
        if (typeof name !== 'string') throw new Error(`"${helper}" needs a name.`);
        return make(name);
      },
    ]),
  );
}

/** The words in the case that the name is in: `orderItems` gives `orderItem`, `order_items` gives `order_item`. */
function inItsCase(name: string, list: string[]): string {
  const found = caseNames.find((style) => toCase(style, words(name)) === name);
  return toCase(found ?? 'snake', list);
}

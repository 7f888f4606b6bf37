/** Functions that a template can call; named arguments come as `hash` of a last argument, as Handlebars has it. */
export type Helpers = Record<string, (...args: unknown[]) => unknown>;

/** What every template can call: `json` (a value as JSON), `eq`. */
export const templateHelpers = {
  json: (value: unknown) => JSON.stringify(value),
  eq: (a: unknown, b: unknown) => a === b,
};

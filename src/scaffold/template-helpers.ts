/** What templates can call: `json` (a value as JSON), `eq`. */
export const templateHelpers = {
  json: (value: unknown) => JSON.stringify(value),
  eq: (a: unknown, b: unknown) => a === b,
};

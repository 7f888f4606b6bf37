/** JSON of every kind; the first one has what a careless copy would break. */
export const documents = [
  `{"name": "O'Brien \\"é\\" ☃", "n": 1.50, "list": [1, null, {"a": "b\\\\c"}]}`,
  '{"name": "a", "n": 2}',
  '{}',
  '[]',
  '"a"',
  '1',
  'true',
  '["a"]',
];

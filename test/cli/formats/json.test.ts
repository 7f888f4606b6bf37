import { expect, test } from 'vitest';
import { formatReport } from '../../../src/cli/formats/index.js';
import { names, reports } from './reports.js';

test.each(names)('is the report itself, one object with a newline at its end: %s', async (name) => {
  const json = await formatReport(reports[name], 'json', { checked: 'staged files' });
  expect(JSON.parse(json)).toEqual(reports[name]);
  expect(json).toMatch(/^\{[\s\S]*\}\n$/);
});

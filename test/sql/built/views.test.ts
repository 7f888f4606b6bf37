import { expect, test } from 'vitest';
import { applyOperation } from '../../../src/sql/built/apply.js';
import { emptySchema } from '../../../src/sql/built/schema.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

const made = `CREATE TABLE "users" ("id" integer, "name" text); CREATE VIEW "ids" AS SELECT u."id" FROM public."users" u;
CREATE VIEW "names" AS SELECT "name" FROM "users"; CREATE VIEW "top" AS SELECT * FROM "names";
CREATE VIEW "other" AS SELECT 'users' AS "users";`;

async function viewsAfter(sql: string): Promise<string[]> {
  const operations = await parseOperations('postgresql', made + sql);
  const schema = operations.reduce(
    (state, operation) => applyOperation(state, operation, '0000'),
    emptySchema('postgresql'),
  );
  return [...schema.views.values()].map(({ name }) => name);
}

test.each([
  ['a table', 'DROP TABLE "users" CASCADE;', ['other']],
  ['a column', 'ALTER TABLE "users" DROP COLUMN "name" CASCADE;', ['ids', 'other']],
  ['a view', 'DROP VIEW "names" CASCADE;', ['ids', 'other']],
  ['a table without CASCADE', 'DROP TABLE "users";', ['ids', 'names', 'top', 'other']],
])('the views above %s that is dropped fall with it', async (_, sql, left) => {
  expect(await viewsAfter(sql)).toEqual(left);
});

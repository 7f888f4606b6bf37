import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const people = `CREATE TYPE "mood" AS ENUM ('happy', 'sad', 'grumpy');
CREATE TABLE "people" ("id" integer PRIMARY KEY, "mood" "mood");`;
const recreated = (values: string): string => `ALTER TABLE "people" ALTER COLUMN "mood" SET DATA TYPE text;
DROP TYPE "public"."mood"; CREATE TYPE "public"."mood" AS ENUM (${values});
ALTER TABLE "people" ALTER COLUMN "mood" SET DATA TYPE "public"."mood" USING "mood"::"public"."mood";`;

test('a type that is made anew without a value is found, with the query for its rows', async () => {
  const all = await reviewed('postgresql', [people, recreated(`'happy', 'sad'`)]);
  expect(all.find(({ name }) => name === 'enum-value-removed mood')).toMatchObject({
    message: 'Enum mood loses the value grumpy: rows that have it are in the way, and code that writes it fails.',
    statements: [`SELECT "mood", count(*) FROM "people" WHERE "mood" IN ('grumpy') GROUP BY "mood";`],
  });
});

test('a type with its values in another order, or with a renamed one, is not', async () => {
  const found = (sql: string) => foundBy('enum-value-removed', 'postgresql', [people, sql]);
  expect(await found(recreated(`'sad', 'grumpy', 'happy', 'calm'`))).toEqual([]);
  expect(await found(`ALTER TYPE "mood" RENAME VALUE 'sad' TO 'blue';`)).toEqual([]);
});

test('on MySQL, the list of the column', async () => {
  const made = "CREATE TABLE `people` (`id` int PRIMARY KEY, `mood` enum('happy','sad'));";
  const modify = (list: string) => `ALTER TABLE \`people\` MODIFY COLUMN \`mood\` enum(${list});`;
  const found = (list: string) => foundBy('enum-value-removed', 'mysql', [made, modify(list)]);
  expect(await found("'happy'")).toEqual(['enum-value-removed people.mood']);
  expect(await found("'sad','happy','calm'")).toEqual([]);
});

test('an enum that makes room for another of its name keeps its columns: a value that the other lacks is found', async () => {
  const people = `CREATE TYPE "mood" AS ENUM ('happy', 'grumpy');
CREATE TABLE "people" ("mood" "mood", "moods" public.mood[]);`;
  const swapped = (values: string) => `ALTER TYPE "mood" RENAME TO "mood_old"; CREATE TYPE "mood" AS ENUM (${values});
ALTER TABLE "people" ALTER COLUMN "mood" SET DATA TYPE "mood" USING "mood"::text::"mood";
ALTER TABLE "people" ALTER COLUMN "moods" SET DATA TYPE "mood"[] USING "moods"::text[]::"mood"[];
DROP TYPE "mood_old";`;
  const all = await reviewed('postgresql', [people, swapped(`'happy'`)]);
  const errors = all.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ name }) => name)).toEqual(['failing-cast people.mood', 'failing-cast people.moods']);
  expect(all.find(({ name }) => name === 'enum-value-removed mood')?.statements).toEqual([
    `SELECT "mood", count(*) FROM "people" WHERE "mood" IN ('grumpy') GROUP BY "mood";`,
    `SELECT count(*) FROM "people" WHERE "moods"::text[] && ARRAY['grumpy'];`,
  ]);
  const wider = await reviewed('postgresql', [people, swapped(`'grumpy', 'happy', 'calm'`)]);
  expect(wider.filter(({ severity }) => severity === 'error')).toEqual([]);
});

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createContext } from '../../../generators/context.js';
import { rollback } from '../../../generators/rollback/index.js';
import { findProject } from '../../../src/cli/find-project.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import { writePlan } from '../../../src/scaffold/write.js';
import { drizzle1 } from '../../guard/rebase/drizzle-1.js';
import { generate, projectWith } from '../rename/project.js';

const users = (columns: string): string => `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable('users', { id: integer('id').primaryKey(), ${columns} });
`;

/** Two migrations without a down file. */
function twoMigrations(packages?: string): string {
  const root = projectWith('sqlite', users("name: text('name')"), packages);
  writeFileSync(join(root, 'src/schema.ts'), users("name: text('name'), mail: text('mail')"));
  // On the 1.0 line two of one second are ordered by their names.
  generate(root, 'new_mail');
  return root;
}

async function plan(root: string, answers: AnswerValues) {
  return rollback.plan(rollback.answers(answers), await createContext(await findProject(root, {})));
}

describe('lockstep new rollback', () => {
  it('writes the down file of the newest migration without one, then of the one before', async () => {
    const root = twoMigrations();

    const first = await plan(root, {});
    expect(first.changes.map(({ path }) => path)).toEqual(['drizzle/0001_new_mail.down.sql']);
    expect(first.changes[0]?.after).toContain('-- Proof: ');
    expect(first.changes[0]?.after).toContain('ALTER TABLE `users` DROP COLUMN `mail`;');
    await writePlan(first);

    const second = await plan(root, { tag: '' });
    expect(second.changes.map(({ path }) => path)).toEqual(['drizzle/0000_init.down.sql']);
    expect(await plan(root, { tag: '0000', template: false })).toEqual(second);
    await writePlan(second);

    await expect(plan(root, {})).rejects.toMatchObject({ message: 'Every migration has its down file.', exitCode: 2 });
    await expect(plan(root, { tag: '0001' })).rejects.toMatchObject({
      message: '0001_new_mail has a down file already.',
      fix: 'Write it anew: npx lockstep down 0001_new_mail',
    });
    writeFileSync(join(root, 'drizzle/0001_new_mail.down.sql'), '-- mine\nSELECT 1;\n');
    await expect(plan(root, { tag: '0001' })).rejects.toMatchObject({
      fix: expect.stringContaining('Change it by hand'),
    });
  });

  it('gives a template where one is asked for, and where nothing is found', async () => {
    const root = twoMigrations();
    const asked = await plan(root, { template: true });
    expect(asked.changes[0]?.after).toMatch(/-- Reversible: no \(not written yet.*\n-- Up: sha256:/);
    expect(asked.changes[0]?.after).toContain('-- Write the statements that undo the migration above');
    expect(asked.nextSteps).toContain('npx lockstep prove 0001_new_mail');

    writeFileSync(join(root, 'drizzle/0001_new_mail.sql'), 'CREATE SOMETHING strange;\n');
    rmSync(join(root, 'drizzle/meta/0001_snapshot.json'));
    const notFound = await plan(root, {});
    expect(notFound.changes[0]?.after).toMatch(/-- Reversible: no \(/);
    expect(notFound.nextSteps?.[0]).toContain('Nothing was found that undoes it');
  });

  it('says what is wrong with a tag', async () => {
    const root = twoMigrations();
    await expect(plan(root, { tag: '0001_ne_mail' })).rejects.toMatchObject({ fix: 'Did you mean 0001_new_mail?' });
    await expect(plan(root, { tag: '000' })).rejects.toThrow('may mean 0000_init, 0001_new_mail');
    rmSync(join(root, 'drizzle/0001_new_mail.sql'));
    await expect(plan(root, { tag: '0001' })).rejects.toMatchObject({ exitCode: 1, path: 'drizzle/0001_new_mail.sql' });
  });
});

const packages = drizzle1();
it.skipIf(packages === null)('puts it into the folder of the migration on drizzle-kit 1.0', async () => {
  const root = twoMigrations(packages ?? '');
  const { changes } = await plan(root, {});
  expect(changes.map(({ path }) => path)).toEqual([expect.stringMatching(/^drizzle\/\d{14}_new_mail\/down\.sql$/)]);
});

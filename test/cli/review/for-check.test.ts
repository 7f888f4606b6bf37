import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reviewForCheck } from '../../../src/cli/review/for-check.js';
import { readHistory } from '../../../src/history/read.js';
import { readWorkingTree } from '../../../src/repo/working-tree.js';
import { Repository } from '../../helpers/repository.js';

const entries = ['0000_pull', '0001_next'].map((tag, idx) => ({
  idx,
  version: '7',
  when: idx,
  tag,
  breakpoints: true,
}));
const snapshotOf = (notNull: boolean) =>
  JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    tables: { 'public.a': { name: 'a', schema: '', columns: { b: { name: 'b', type: 'text', notNull } } } },
  });

/** The findings in the last migration, which changes a table that a snapshot alone tells of. */
async function found({ folder }: Repository): Promise<string[]> {
  const tree = await readWorkingTree(folder, null);
  const history = await readHistory(tree, 'drizzle');
  const findings = await reviewForCheck()({
    tree,
    history,
    tags: new Set(['0001_next']),
    project: {
      config: 'drizzle.config.ts',
      configInputs: [],
      folder: '',
      dialect: 'postgresql',
      schema: [],
      out: 'drizzle',
      casing: undefined,
    },
    settings: { rules: {}, sinceTag: null, serverText: null },
  });
  tree.close();
  return findings.map(({ rule }) => rule);
}

test('a history is reviewed again when a snapshot that the review rests on has changed', async () => {
  const repository = new Repository();
  mkdirSync(join(repository.folder, 'node_modules'));
  repository.write('drizzle/meta/_journal.json', JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  repository.write('drizzle/0000_pull.sql', '-- what was there\n');
  repository.write('drizzle/0001_next.sql', 'ALTER TABLE a ALTER b SET NOT NULL;');
  repository.write('drizzle/meta/0000_snapshot.json', snapshotOf(true));
  expect(await found(repository)).not.toContain('review/set-not-null');
  repository.write('drizzle/meta/0000_snapshot.json', snapshotOf(false));
  expect(await found(repository)).toContain('review/set-not-null');
});

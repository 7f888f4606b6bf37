import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proofUrl } from '../../../src/cli/rollback/proof-url.js';
import { Repository } from '../../helpers/repository.js';

const inFile = 'mysql://root:root@localhost:3306';
const inEnvironment = 'mysql://root@127.0.0.1:3307';

test('the server that proves is named by the environment, else by .env of the project', () => {
  const { folder } = new Repository();
  expect(proofUrl({}, folder)).toBeUndefined();

  writeFileSync(join(folder, '.env'), `DATABASE_URL=mysql://app\nLOCKSTEP_PROOF_URL="${inFile}"\n`);
  expect(proofUrl({}, folder)).toBe(inFile);
  expect(proofUrl({ LOCKSTEP_PROOF_URL: inEnvironment }, folder)).toBe(inEnvironment);
});

test('set and empty in the environment, it means none', () => {
  const { folder } = new Repository();
  writeFileSync(join(folder, '.env'), `LOCKSTEP_PROOF_URL=${inFile}\n`);

  expect(proofUrl({ LOCKSTEP_PROOF_URL: '' }, folder)).toBeUndefined();
});

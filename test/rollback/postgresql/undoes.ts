import { beforeAll, test } from 'vitest';
import type { Engine } from '../../../src/database/engine.js';
import { emptyDatabase } from '../../database/engines.js';
import type { Case } from './cases/case.js';
import { expectUndone } from './undone.js';

/** A test for each case, all on one engine: it takes seconds to open. */
export function undoes(cases: Case[]): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await emptyDatabase('postgresql', cases.map(({ setup, up }) => `${setup}; ${up}`).join('; '));
  });
  for (const given of cases) test(given.name, async () => void (await expectUndone(engine, given)));
}

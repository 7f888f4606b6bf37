import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './test/helpers/longest-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    globalSetup: ['test/helpers/build-evaluator.ts'],
    // Most of these tests wait for processes of their own, so that half as many again as there are cores are faster.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: {
      sequencer: longestFirst([
        'test/generators/matrix/postgresql.test.ts',
        'test/guard/rebase/rebase.test.ts',
        'test/generators/rename/engines.test.ts',
        'test/guard/rebase/dialects.test.ts',
        'test/database/kept/open-at.test.ts',
        'test/guard/check-staged.test.ts',
        'test/generators/matrix/sqlite.test.ts',
        'test/generators/matrix/mysql.test.ts',
        'test/guard/rebase/refusals.test.ts',
        'test/guard/rebase/folders.test.ts',
        'test/cli/rollback-bad-input.test.ts',
        'test/guard/bad-input.test.ts',
        'test/cli/prove.test.ts',
        'test/schema/types/every-type.test.ts',
        'test/generators/backfill/engines.test.ts',
      ]),
    },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

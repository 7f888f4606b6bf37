import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './test/helpers/longest-first.js';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/global-setup.ts'],
    // Each project is installed for real, and most of the work is done by processes of its own.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: {
      sequencer: longestFirst([
        'test/e2e/drivers-postgresql.test.ts',
        'test/e2e/drivers-sqlite.test.ts',
        'test/e2e/package-managers.test.ts',
        'test/e2e/drivers-mysql.test.ts',
        'test/e2e/story.test.ts',
        'test/e2e/surroundings.test.ts',
        'test/e2e/agents-new-project.test.ts',
        'test/e2e/agents-found-project.test.ts',
      ]),
    },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ['verbose'],
  },
});

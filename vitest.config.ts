import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    globalSetup: ['test/helpers/build-evaluator.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

import { drizzle1 } from '../../guard/rebase/drizzle-1.js';

/**
 * Both kit lines with the folder of their packages: null for those of this repository. Without a registry there is no
 * 1.0, which fails in CI and is said aloud elsewhere.
 */
export function kitLines(): [line: '0.31' | '1.0', packages: string | null][] {
  const packages = drizzle1();
  if (packages !== null)
    return [
      ['0.31', null],
      ['1.0', packages],
    ];
  if (process.env.CI) throw new Error('drizzle-kit 1.0 cannot be installed: CI must have it.');
  console.warn('\n*** drizzle-kit 1.0 cannot be installed: its tests are SKIPPED. ***\n');
  return [['0.31', null]];
}

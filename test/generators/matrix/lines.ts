import { drizzle1 } from '../../guard/rebase/drizzle-1.js';

/** Both kit lines with the folder of their packages: of the journal line, those of this repository. 1.0 where it can be installed. */
export function kitLines(): [line: string, packages: string | null][] {
  const folder = drizzle1();
  return [['0.31', null], ...(folder === null ? [] : [['1.0', folder] satisfies [string, string]])];
}

import { execFileSync } from 'node:child_process';

/** The MariaDB or MySQL server that tests may make databases on. */
export const mysqlUrl = process.env.MYSQL_URL || 'mysql://root@127.0.0.1:3306';

/** Whether it answers. Its absence fails the tests in CI and is said aloud elsewhere. */
export function hasMysql(): boolean {
  const { hostname, port } = new URL(mysqlUrl);
  const script = `require('node:net').connect(${Number(port || 3306)}, ${JSON.stringify(hostname)})
    .on('connect', () => process.exit(0)).on('error', () => process.exit(1)).setTimeout(3000, () => process.exit(1))`;
  try {
    execFileSync(process.execPath, ['-e', script], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI) throw new Error(`No MySQL server at ${hostname}: CI must have one.`);
    console.warn(`\n*** No MySQL server at ${hostname}:${port}: its tests are SKIPPED. ***\n`);
    return false;
  }
}

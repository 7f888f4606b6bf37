import { execFileSync } from 'node:child_process';

/** The servers that tests may make databases on. */
export const mysqlUrl = process.env.MYSQL_URL || 'mysql://root@127.0.0.1:3306';
export const postgresUrl = process.env.POSTGRES_URL || 'postgres://postgres@127.0.0.1:5432/postgres';

export const hasMysql = (): boolean => answers('MySQL', mysqlUrl);
export const hasPostgres = (): boolean => answers('PostgreSQL', postgresUrl);

/** Whether it answers. Its absence fails the tests in CI and is said aloud elsewhere. */
function answers(name: string, url: string): boolean {
  const { hostname, port } = new URL(url);
  const script = `require('node:net').connect(${Number(port)}, ${JSON.stringify(hostname)})
    .on('connect', () => process.exit(0)).on('error', () => process.exit(1)).setTimeout(3000, () => process.exit(1))`;
  try {
    execFileSync(process.execPath, ['-e', script], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI) throw new Error(`No ${name} server at ${hostname}:${port}: CI must have one.`);
    console.warn(`\n*** No ${name} server at ${hostname}:${port}: its tests are SKIPPED. ***\n`);
    return false;
  }
}

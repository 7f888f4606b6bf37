import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../../src/project/dialects.js';
import { type Driver, type DriverName, driversOf } from '../../../src/project/drivers.js';
import { isReachable, ScratchDatabase, type Server, servers } from './databases.js';
import { packageManagerCases } from './package-managers.js';
import { Terminal } from './terminal.js';

/** Those of story.test.ts and package-managers.test.ts, which go through all of this and more. */
const elsewhere: DriverName[] = ['pglite', ...packageManagerCases.map(({ driver }) => driver)];

const orders =
  'number:integer:required user:references:users total:numeric:10,2:required ' +
  'status:enum:open,paid,shipped:default=open placed_at:timestamp:default=now';

function serverOf(name: DriverName): Server | undefined {
  return Object.entries(servers).find(([driver]) => driver === name)?.[1];
}

/**
 * A project for each driver of the dialect, made and installed for real, and run where its database can be had; but for
 * those that are made elsewhere.
 */
export async function describeDrivers(dialect: Dialect): Promise<void> {
  for (const driver of driversOf(dialect).filter(({ name }) => !elsewhere.includes(name))) {
    const server = serverOf(driver.name);
    const reachable = server !== undefined && (await isReachable(server));
    if (server !== undefined && !reachable) {
      console.warn(
        `SKIPPED: ${driver.name} on a server: ${server.name} does not answer at ${new URL(server.url).host}.`,
      );
    }
    describe(`a project for ${dialect} with ${driver.name}`, () => {
      const terminal = project(driver);
      const runs = server === undefined && driver.defaultUrl !== null;

      if (runs) {
        it('migrates and passes its own test', async () => {
          // The embedded ones were migrated when they were made: nothing is left to apply then.
          await terminal().succeeds('npm run db:migrate');
          await terminal().succeeds('npm run db:seed');
          expect((await terminal().succeeds('npm test')).output).toMatch(/Tests\s+2 passed \(2\)/);
        });
      } else if (server === undefined) {
        it('skips its own test without an address, and says so', async () => {
          const { output } = await terminal().succeeds('npm test');
          expect(output).toMatch(/Tests\s+2 skipped \(2\)/);
        });
      }

      it('takes the next table from a generator to a commit', async () => {
        await terminal().succeeds(`npm run db:new -- table orders ${orders}`);
        await terminal().succeeds('npm run db:generate -- --name add_orders');
        const reviewed = await terminal().succeeds('npm run db:review -- --all');
        expect(reviewed.stdout).toContain('✓ 2 migrations: no risk was found');
        await terminal().succeeds('npm run typecheck && npm run lint');
        await terminal().succeeds('git add -A && git commit -q -m orders');
      });

      if (server !== undefined) {
        // In CI a server that is missing is a mistake in its set-up.
        it.runIf(reachable || process.env.CI)(`migrates ${server.name} and passes its own test`, async () => {
          const database = new ScratchDatabase(server, terminal());
          await database.create();
          const env = { DATABASE_URL: database.url };
          try {
            await terminal().succeeds('npm run db:migrate', env);
            await terminal().succeeds('npm run db:seed', env);
            expect(JSON.parse(await database.query('select number from orders'))).toEqual([]);
            expect(JSON.parse(await database.query('select email from users'))).not.toEqual([]);
            expect((await terminal().succeeds('npm test', env)).output).toMatch(/Tests\s+2 passed \(2\)/);
          } finally {
            await database.drop();
          }
        });
      }
    });
  }
}

/**
 * better-sqlite3 compiles SQLite where its prebuilt binary cannot be downloaded; as it asks for, optimized, that takes
 * several times as long, and no test here measures it. node-gyp puts these flags after its own (seen on 12.4).
 */
const unoptimized = { CFLAGS: '-O0', CXXFLAGS: '-O0' };

/** Tests that the project is made; returns the terminal that stands in it. */
function project(driver: Driver): () => Terminal {
  let terminal: Terminal | undefined;
  beforeAll(() => {
    terminal = new Terminal(unoptimized);
  });
  const opened = (): Terminal => {
    if (terminal === undefined) throw new Error('The terminal is not open yet.');
    return terminal;
  };
  it('is made, installed and committed', async () => {
    const made = await opened().succeeds(`npm create drizzle-lockstep@latest app -- --driver ${driver.name} --yes`);
    expect(made.output).toContain('irst commit made.');
    opened().cd('app');
    await opened().succeeds('npm run db:check');
    expect(await opened().git('status', '--porcelain')).toBe('');
  });
  afterAll(() => opened().close());
  return opened;
}

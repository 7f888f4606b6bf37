import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { createConnection } from 'mysql2/promise';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasMysql, mysqlUrl } from '../../helpers/servers.js';
import { fill, newProject, run, withOrders } from './project.js';

const total = { table: 'orders', column: 'total', set: 'price * quantity' };

/** A database on the MySQL server; it is dropped after the test. */
async function mysqlDatabase(): Promise<string> {
  const name = `lockstep_${randomBytes(6).toString('hex')}`;
  const server = await createConnection(mysqlUrl);
  onTestFinished(async () => {
    await server.query(`drop database ${name}`);
    await server.end();
  });
  await server.query(`create database ${name}`);
  const url = new URL(mysqlUrl);
  url.pathname = `/${name}`;
  return url.href;
}

describe('a new project', () => {
  it.each(['pglite', 'libsql', ...(hasMysql() ? (['mysql2'] as const) : [])] as const)(
    'with %s gets backfills whose tests pass, and which compile and are formatted',
    async (driver) => {
      const root = newProject(driver);
      await withOrders(root);

      await fill(root, total);
      // One is enough for the engine that takes seconds to start.
      const more = driver === 'pglite' ? 0 : 2;
      if (more > 0) await fill(root, { table: 'orders', column: 'note', set: "'none'", where: 'quantity = 3' });
      if (more > 0) await fill(root, { table: 'users', column: 'email', set: 'lower(email)', where: "name = 'Ada'" });

      const env: Record<string, string> = driver === 'mysql2' ? { DATABASE_URL: await mysqlDatabase() } : {};
      const tests = run(root, 'vitest/vitest.mjs', ['run', 'test/backfills'], env);
      expect(tests.output).toMatch(new RegExp(`Tests\\s+.*${1 + more} passed`));
      expect(tests.status).toBe(0);
      expect(run(root, 'typescript/bin/tsc', ['-p', '.']).output).toBe('');
      const lint = run(root, '@biomejs/biome/bin/biome', ['check', 'src', 'test', '--vcs-enabled=false']);
      expect(lint.output).toContain('No fixes applied');
      expect(lint.status).toBe(0);
    },
  );

  it.skipIf(process.platform === 'win32')('stops on Ctrl-C, goes on where it was, and takes it back', async () => {
    const root = newProject('libsql');
    await withOrders(root);
    await fill(root, { ...total, batch: '10', pause: '300' });
    mkdirSync(join(root, '.data'));
    const client = createClient({ url: pathToFileURL(join(root, '.data/app.db')).href });
    onTestFinished(() => client.close());
    const [file = ''] = readdirSync(join(root, 'drizzle')).filter((name) => name.endsWith('.sql'));
    await client.executeMultiple(readFileSync(join(root, 'drizzle', file), 'utf8'));
    await client.execute("insert into users (id, name, email) values ('u', 'Ada', 'a@b')");
    for (let number = 0; number < 100; number++) {
      const args = [`o${String(number).padStart(3, '0')}`, number, number === 50 ? 7 : null];
      await client.execute({
        sql: "insert into orders (id, user_id, price, quantity, total) values (?, 'u', ?, 2, ?)",
        args,
      });
    }
    const read = async (sql: string) => (await client.execute(sql)).rows[0]?.[0];
    const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
    const command = ['--import', loader, 'src/db/backfills/run.ts', 'fill_orders_total'];
    const go = (...more: string[]) => lines(root, [...command, ...more]);

    const dry = await go('--dry-run');
    expect(dry.output).toContain('would change 99 rows');
    expect(await read('select count(*) from orders where total is not null')).toBe(1);
    expect(await read("select count(*) from sqlite_master where name = '__lockstep_backfills'")).toBe(0);

    const stopped = await lines(root, command, (child) => child.kill('SIGINT'));
    expect(stopped.code).toBe(130);
    expect(stopped.output).toMatch(/Stopped after \d0 rows/);
    const filled = Number(await read('select count(*) from orders where total is not null'));
    expect(filled).toBeGreaterThan(10);
    expect(filled).toBeLessThan(100);

    const rest = await go('--pause', '0');
    expect(rest).toMatchObject({ code: 0, output: expect.stringContaining(`Done: ${100 - filled} rows.`) });
    expect(await read('select count(*) from orders where total = price * quantity')).toBe(99);
    expect(await read("select total from orders where id = 'o050'")).toBe(7);

    expect(await go('--down', '--pause', '0')).toMatchObject({ code: 0 });
    expect(await read('select count(*) from orders where total is null')).toBe(99);
    expect(await read("select total from orders where id = 'o050'")).toBe(7);

    // As another run that begins meanwhile does.
    let taken = Promise.resolve();
    const first = await lines(root, [...command, '--batch', '1', '--pause', '200'], () => {
      taken = insistently(() => client.execute("update __lockstep_backfills set run = 'another'"));
    });
    await taken;
    expect(first).toMatchObject({ code: 1, output: expect.stringContaining('has taken over') });
    const changed = await read('select rows from __lockstep_backfills');
    expect(changed).toBeLessThan(99);
    expect(await read('select count(*) from orders where total = price * quantity')).toBe(changed);

    expect(await go('--batch', 'many')).toMatchObject({ code: 1, output: expect.stringContaining('--batch many') });
    const unknown = await lines(root, [...command.slice(0, 3), 'fill_nothing']);
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('There is no backfill fill_nothing') });
  });
});

/** Runs Node.js in a project; `onOutput` is called when it says the first thing. */
function lines(root: string, args: string[], onOutput?: (child: ReturnType<typeof spawn>) => void) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, timeout: 50_000 });
    let output = '';
    const add = (text: Buffer) => {
      if (output === '') onOutput?.(child);
      output += text.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** SQLite has one writer at a time, and libSQL does not wait for it. */
async function insistently(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

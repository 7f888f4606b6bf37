import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Terminal } from './helpers/terminal.js';

const command = `node "${resolve(import.meta.dirname, '../../create/dist/index.js')}"`;

describe('npm create drizzle-lockstep, when it cannot go on', () => {
  let terminal: Terminal;
  beforeEach(() => {
    terminal = new Terminal();
  });
  afterEach(() => terminal.close());
  const entries = (folder = '') => readdirSync(join(terminal.cwd, folder)).sort();

  it('keeps the files without a network, and says steps that finish the work when it is back', async () => {
    // Nothing listens at port 9, and nothing is in this cache.
    const offline = {
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(terminal.home, 'empty-cache'),
    };
    const { code, output, stdout } = await terminal.type(`${command} shop --yes`, { env: offline });
    expect(code).toBe(1);
    expect(output).toContain('npm install failed.');
    expect(output).toContain('ECONNREFUSED');
    expect(entries('shop')).toContain('drizzle.config.ts');
    expect(existsSync(join(terminal.cwd, 'shop/node_modules/drizzle-kit'))).toBe(false);
    const steps = stdout
      .slice(stdout.indexOf('Next:'))
      .split('\n')
      .slice(1)
      .map((step) => step.trim());
    expect(steps.filter((step) => step !== '')).toEqual([
      'cd shop',
      'npm install',
      'npm run db:generate -- --name init',
      'npm run db:migrate',
      'npm test',
      'git add .',
      'git commit -m "Start with drizzle-lockstep"',
      'npm run db:new -- table posts title:string:required',
    ]);

    terminal.cd('shop');
    for (const step of steps.slice(1)) if (step !== '') await terminal.succeeds(step);
    expect(await terminal.git('status', '--porcelain')).toBe(' M src/db/schema/index.ts\n?? src/db/schema/posts.ts');
  });

  it('writes nothing when nobody can be asked, and names the missing flags', async () => {
    const { code, output } = await terminal.type('npm create drizzle-lockstep@latest shop');
    expect(code).toBe(2);
    expect(output).toContain('--dialect, --driver, --schema, --ci, --agents');
    expect(output).toContain('--yes');
    expect(entries()).toEqual([]);
  });

  it('leaves a full folder as it is', async () => {
    mkdirSync(join(terminal.cwd, 'shop'));
    writeFileSync(join(terminal.cwd, 'shop/package.json'), '{}');
    const { code, output } = await terminal.type('npm create drizzle-lockstep@latest shop -- --yes');
    expect(code).toBe(2);
    expect(output).toContain('The folder shop is not empty: package.json.');
    expect(output).toMatch(/--merge .* --force/);
    expect(entries('shop')).toEqual(['package.json']);
    expect(terminal.read('shop/package.json')).toBe('{}');
  });

  it('writes nothing in a dry run', async () => {
    const { stdout } = await terminal.succeeds(`${command} shop --yes --dry-run --format json`);
    const { ok, changes } = JSON.parse(stdout);
    expect(ok).toBe(true);
    expect(changes.map((change: { path: string }) => change.path)).toContain('drizzle.config.ts');
    expect(entries()).toEqual([]);
  });
});

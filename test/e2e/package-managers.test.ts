import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { packageManagerCommands } from '../../generators/project/package-managers.js';
import { fetchPackageManager, packageManagerCases } from './helpers/package-managers.js';
import { Terminal } from './helpers/terminal.js';

describe.each(packageManagerCases)('a project for $driver made with $name', (pm) => {
  let terminal: Terminal;
  let problem: string | undefined;

  beforeAll(async () => {
    terminal = new Terminal(pm.environment(inject('registry'), join(inject('folder'), `${pm.name}-home`)));
    const fetched = await fetchPackageManager(pm, join(terminal.home, 'tool'));
    if ('bin' in fetched) terminal.env.PATH = `${fetched.bin}${delimiter}${terminal.env.PATH}`;
    else problem = fetched.problem;
    // The registry that has everything else has this as well: in CI its absence is a fault.
    if (problem === undefined) return;
    if (process.env.CI) throw new Error(`${pm.package} cannot be installed.\n${problem}`);
    console.warn(`SKIPPED: ${pm.name}: ${pm.package} cannot be installed.\n${problem}`);
  });
  afterAll(() => terminal.close());

  it('is installed with it and committed', async ({ skip }) => {
    skip(problem !== undefined, `${pm.package} cannot be installed`);
    const { output } = await terminal.succeeds(`${pm.create} shop --driver ${pm.driver} --yes`);
    // Of what is no embedded database, the migration waits for an address.
    expect(output).toMatch(/Dependencies installed, first migration (?:applied|generated), first commit made\./);
    terminal.cd('shop');
    expect(existsSync(join(terminal.cwd, pm.lockfile))).toBe(true);
    expect(existsSync(join(terminal.cwd, 'package-lock.json'))).toBe(false);
    expect(await terminal.git('status', '--porcelain')).toBe('');
  });

  it('type-checks, lints, migrates, seeds and passes its own test', async ({ skip }) => {
    skip(problem !== undefined, `${pm.package} cannot be installed`);
    for (const script of ['typecheck', 'lint', 'db:check', 'db:migrate', 'db:seed'])
      await terminal.succeeds(pm.run(script));
    expect((await terminal.succeeds(pm.run('test'))).output).toMatch(/Tests\s+2 passed \(2\)/);
  });

  it('refuses a schema without its migration, and takes both', async ({ skip }) => {
    skip(problem !== undefined, `${pm.package} cannot be installed`);
    await terminal.succeeds(pm.run('db:new table orders number:integer:required user:references:users'));
    const refused = await terminal.type('git add -A && git commit -m orders');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('lockstep/schema-ahead');
    expect(refused.output).toMatch(new RegExp(`${pm.name} (run )?db:generate`));
    await terminal.succeeds(pm.run('db:generate --name add_orders'));
    await terminal.succeeds(pm.run('db:migrate'));
    await terminal.succeeds('git add -A && git commit -q -m orders');
    const { runSilently } = packageManagerCommands[pm.name];
    const reviewed = await terminal.succeeds(runSilently('db:review', '--since HEAD~1 --format markdown'));
    expect(reviewed.stdout).toMatch(/^<!-- drizzle-lockstep -->\n### ✅ lockstep review: no risk found\n/);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { folderWith, repository } from './generators/table/fixture.js';

const schema = `import { pgTable, uuid } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
});
`;

/** A project with a plopfile that has only lockstep's generators. */
function project(): string {
  const root = folderWith({
    'package.json': '{ "name": "shop", "type": "module", "scripts": { "db:generate": "lockstep generate" } }',
    'package-lock.json': '{}',
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
    'src/schema.ts': schema,
    'plopfile.js':
      "import { lockstepGenerators } from './lockstep/dist/plop.js';\nexport default (plop) => lockstepGenerators(plop);\n",
    'lockstep/package.json': '{ "type": "module" }',
  });
  buildSync({
    entryPoints: [join(repository, 'src/plop.ts')],
    outdir: join(root, 'lockstep/dist'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  symlinkSync(join(repository, 'templates'), join(root, 'lockstep/templates'), 'dir');
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  return root;
}

const plop = (root: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(repository, 'node_modules/plop/bin/plop.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
    input: '',
  });
const read = (root: string): string => readFileSync(join(root, 'src/schema.ts'), 'utf8');

describe('plop column', () => {
  it('takes the table and the fields as arguments', () => {
    const root = project();
    const { status, stderr } = plop(root, 'column', 'users', 'number:integer:required:default=0 boss:references:users');
    expect(status, stderr).toBe(0);
    expect(read(root)).toContain("number: integer('number').notNull().default(0),");
    expect(read(root)).toContain("bossId: uuid('boss_id').references((): AnyPgColumn => users.id),");
  });
});

describe('plop relation', () => {
  it('writes both sides', () => {
    const root = project();
    const { status, stdout, stderr } = plop(root, 'relation', 'users', 'boss:one:users:id=id');
    expect(status, stderr).toBe(0);
    expect(read(root)).toContain("bossOf: one(users, { relationName: 'users_boss' }),");
    expect(stdout + stderr).toContain('there is no migration to generate');
  });
});

describe('plop table', () => {
  it('takes the name and the fields as arguments and writes the table', () => {
    const root = project();
    const { status, stdout, stderr } = plop(root, 'table', 'orders', 'number:integer:required user:references');
    expect(status, stderr).toBe(0);
    expect(stdout + stderr).toContain('npm run db:generate -- --name add_orders');
    expect(read(root)).toContain("number: integer('number').notNull(),");
    expect(read(root)).toContain('.references(() => users.id)');
    expect(read(root)).toContain('updatedAt');
  });

  it('takes every answer by its name', () => {
    const root = project();
    expect(
      plop(root, 'table', '--', '--name', 'orders', '--fields', 'a:int', '--key', 'serial', '--timestamps', 'no')
        .status,
    ).toBe(0);
    expect(read(root)).toContain("id: serial('id').primaryKey(),");
    expect(read(root)).not.toContain('updatedAt');
  });

  it('fails with the reason and changes nothing', () => {
    const root = project();
    const { status, stdout, stderr } = plop(root, 'table', 'orders', 'a:intt');
    expect(status).toBe(1);
    expect(stdout + stderr).toContain('there is no type intt');
    expect(read(root)).toBe(schema);
  });

  it('without a terminal does not wait for a missing name', () => {
    const root = project();
    const { status, stdout, stderr } = plop(root, 'table');
    expect(status).toBe(1);
    expect(stdout + stderr).toContain('The name of the table is missing.');
  });
});

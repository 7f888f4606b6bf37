import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addProject, committedProject, generate, projectWithOrders, tableSource } from '../helpers/project.js';
import { Repository } from '../helpers/repository.js';

test('checks a commit, whatever lies in the index and the working tree', async () => {
  const repository = projectWithOrders('sqlite');
  repository.git('add', 'src');
  repository.git('commit', '-qm', 'Orders without their migration');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'The migration');
  repository.write('src/schema/users.ts', 'not even TypeScript (');

  const rules = async (revision: string) =>
    (await repository.findings({ tree: 'commit', revision })).map((finding) => finding.rule);

  expect(await rules('HEAD~2')).toEqual([]);
  expect(await rules('HEAD~1')).toEqual(['lockstep/schema-ahead']);
  expect(await rules('HEAD')).toEqual([]);
});

test('a commit of migrations alone is ahead of the schema', async () => {
  const repository = projectWithOrders();
  repository.git('add', 'drizzle');
  repository.git('commit', '-qm', 'Migration alone');

  const [finding] = await repository.findings({ tree: 'commit', revision: 'HEAD' });

  expect(finding?.rule).toBe('lockstep/migrations-ahead');
  expect(finding?.message).toContain('still as of 0000_init');
});

test('a revert of the schema alone is ahead of its migrations: it needs a migration of its own', async () => {
  const repository = committedProject('sqlite');
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name']));
  generate(repository, 'add_name');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Name');
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email']));
  repository.git('commit', '-qam', 'No name');

  const [finding] = await repository.findings({ tree: 'commit', revision: 'HEAD' });

  expect(finding?.rule).toBe('lockstep/schema-ahead');
  expect(finding?.statements).toEqual(['ALTER TABLE `users` DROP COLUMN `name`;']);
});

test('a possible rename is shown as it would be without one, and said to be one', async () => {
  const repository = committedProject();
  repository.write('src/schema/users.ts', tableSource('postgresql', 'users', ['mail']));

  const [finding] = await repository.findings({ tree: 'working tree' });

  expect(finding?.statements).toEqual([
    'ALTER TABLE "users" DROP COLUMN "email";',
    'ALTER TABLE "users" ADD COLUMN "mail" text;',
  ]);
  expect(finding?.message).toContain('if it was renamed, say so');
});

test('remembers a verdict by content, and asks again when an import changes', async () => {
  const repository = committedProject();
  repository.write('src/columns.ts', "import { text } from 'drizzle-orm/pg-core';\nexport const shared = {};\n");
  repository.write(
    'src/schema/users.ts',
    repository
      .read('src/schema/users.ts')
      .replace('\n\n', "\nimport { shared } from '../columns';\n\n")
      .replace("email: text('email'),", "email: text('email'),\n  ...shared,"),
  );
  expect(await repository.findings({ tree: 'working tree' })).toEqual([]);
  repository.write(
    'src/columns.ts',
    "import { text } from 'drizzle-orm/pg-core';\nexport const shared = { note: text('note') };\n",
  );

  const [finding] = await repository.findings({ tree: 'working tree' });

  expect(finding?.statements).toEqual(['ALTER TABLE "users" ADD COLUMN "note" text;']);
});

test('follows the path aliases of tsconfig.json', async () => {
  const repository = committedProject();
  repository.write('tsconfig.json', '{\n  // aliases\n  "compilerOptions": { "paths": { "@/*": ["./src/*"], } },\n}\n');
  repository.write(
    'src/columns.ts',
    "import { text } from 'drizzle-orm/pg-core';\nexport const shared = { note: text('note') };\n",
  );
  repository.write(
    'src/schema/users.ts',
    repository
      .read('src/schema/users.ts')
      .replace('\n\n', "\nimport { shared } from '@/columns';\n\n")
      .replace("email: text('email'),", "email: text('email'),\n  ...shared,"),
  );
  repository.git('add', '-A');

  expect(await repository.stagedRules()).toEqual(['lockstep/schema-ahead']);
});

test('reads what another package of the repository exports from the tree, not from node_modules', async () => {
  const repository = new Repository();
  addProject(repository, 'postgresql', 'packages/db');
  repository.write('package.json', '{ "name": "root", "private": true, "workspaces": ["packages/*"] }\n');
  repository.write(
    'packages/columns/package.json',
    '{ "name": "@shop/columns", "exports": { ".": { "types": "./dist/x.d.ts", "import": "./src/index.ts" } } }\n',
  );
  repository.write(
    'packages/columns/src/index.ts',
    "import { text } from 'drizzle-orm/pg-core';\nexport const shared = { note: text('note') };\n",
  );
  const users = repository.read('packages/db/src/schema/users.ts');
  repository.write(
    'packages/db/src/schema/users.ts',
    users
      .replace('\n\n', "\nimport { shared } from '@shop/columns';\n\n")
      .replace("email: text('email'),", '...shared,'),
  );
  repository.git('add', '-A');

  const [finding] = await repository.findings({ tree: 'index' });

  expect(finding?.statements?.join()).toContain('"note" text');
});

test('what a package of the repository exports is a part of what the schema is', () => {
  const repository = new Repository();
  addProject(repository, 'sqlite');
  const manifest = (file: string) =>
    repository.write('packages/names/package.json', `{ "name": "@x/names", "exports": "./${file}" }\n`);
  manifest('a.ts');
  mkdirSync(join(repository.folder, 'node_modules/@x'));
  symlinkSync(join(repository.folder, 'packages/names'), join(repository.folder, 'node_modules/@x/names'), 'junction');
  repository.write('packages/names/a.ts', "export const name = 'a';\n");
  repository.write('packages/names/b.ts', "export const name = 'b';\n");
  const users = repository.read('src/schema/users.ts').replace("text('email')", 'text(name)');
  repository.write('src/schema/users.ts', `import { name } from '@x/names';\n${users}`);
  generate(repository, 'init');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  manifest('b.ts');
  repository.git('add', '-A');

  const { code, stdout } = repository.lockstep(['check', '--staged']);

  expect(code).toBe(1);
  expect(stdout).toContain('lockstep/schema-ahead');
});

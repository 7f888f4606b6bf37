import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository as packageFolder } from '../generators/table/fixture.js';
import { cli, Repository } from '../helpers/repository.js';

const page = 'docs/generators.md';

type Part = { kind: 'file'; path: string; text: string } | { kind: 'commands'; lines: string[] };

/** The files that the page shows (`In PATH:`, then a fence), and the commands, in their order. */
function partsOf(text: string): Part[] {
  return [...text.matchAll(/(?:In `([^`\n]+)`:\n\n)?```(\w+)\n([\s\S]*?)```/g)].map(([, path, language, body = '']) => {
    if (path !== undefined) return { kind: 'file', path, text: body };
    expect(language).toBe('sh');
    return { kind: 'commands', lines: body.trim().split('\n') };
  });
}

/** A repository with one table, in which this package, plop and drizzle are installed. */
function project(): Repository {
  const repository = new Repository('shop');
  const { folder } = repository;
  repository.write('package.json', '{ "name": "shop", "type": "module" }\n');
  repository.write(
    'drizzle.config.ts',
    "export default { dialect: 'postgresql', schema: './src/db/schema', out: './drizzle' };\n",
  );
  repository.write('src/db/schema/index.ts', "export * from './tenants';\n");
  repository.write(
    'src/db/schema/tenants.ts',
    "import { pgTable, uuid } from 'drizzle-orm/pg-core';\n\nexport const tenants = pgTable('tenants', {\n  id: uuid('id').primaryKey().defaultRandom(),\n});\n",
  );
  const compilerOptions = {
    strict: true,
    noEmit: true,
    allowJs: true,
    target: 'ES2022',
    module: 'Preserve',
    moduleResolution: 'Bundler',
    skipLibCheck: true,
    types: ['node'],
  };
  repository.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src', 'plopfile.js'] }));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['drizzle-orm', 'drizzle-kit', 'plop', '@types'])
    symlinkSync(join(packageFolder, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  symlinkSync(packageFolder, join(folder, 'node_modules/drizzle-lockstep'), 'junction');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  return repository;
}

/** The words of a command, without its comment. */
const wordsOf = (line: string): string[] =>
  [...line.replace(/ +#.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

function run(folder: string, line: string): void {
  const [program, ...args] = wordsOf(line);
  const plop = join(packageFolder, 'node_modules/plop/bin/plop.js');
  const argv = program === 'lockstep' ? [cli, ...args] : [plop, ...args.slice(1)];
  expect(program === 'lockstep' || (program === 'npx' && args[0] === 'plop'), line).toBe(true);
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8', input: '' });
  expect(status, `${line}\n${stdout}${stderr}`).toBe(0);
}

test('the page does what it says: its files and commands, one after the other, in a project', () => {
  const repository = project();
  const { folder } = repository;
  for (const part of partsOf(readFileSync(page, 'utf8'))) {
    if (part.kind === 'file') repository.write(part.path, part.text);
    else for (const line of part.lines) run(folder, line);
  }
  const schema = (name: string): string => repository.read(`src/db/schema/${name}.ts`);
  expect(readdirSync(join(folder, 'src/db/schema'))).toEqual(
    ['index.ts', 'invoices.ts', 'orders.ts', 'payment-changes.ts', 'payments.ts', 'tenants.ts'].sort(),
  );
  expect(schema('orders')).toContain('.references(() => tenants.id)');
  expect(schema('orders')).toContain("deletedAt: timestamp('deleted_at'");
  expect(schema('orders')).not.toContain('export type');
  expect(schema('invoices')).toContain("import { versioned } from '../columns';");
  expect(schema('invoices')).toContain('export type Invoice = typeof invoices.$inferSelect;');
  expect(schema('payment-changes')).toContain("index('payment_changes_field_created_at_idx')");
  expect(repository.read('src/db/logs/payments.ts')).toContain('paymentChanges as log');

  const tsc = spawnSync(process.execPath, [join(packageFolder, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  expect(tsc.stdout).toBe('');
  expect(tsc.status).toBe(0);

  const before = schema('payment-changes');
  run(folder, 'lockstep undo');
  expect(before).toContain('payment_changes_field_created_at_idx');
  expect(schema('payment-changes')).not.toContain('payment_changes_field_created_at_idx');
});

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../src/project/dialects.js';
import { keptProject } from './kept-project.js';
import { Repository } from './repository.js';

const core: Record<Dialect, { module: string; table: string; id: string }> = {
  postgresql: { module: 'pg-core', table: 'pgTable', id: "uuid('id').primaryKey().defaultRandom()" },
  sqlite: { module: 'sqlite-core', table: 'sqliteTable', id: "text('id').primaryKey()" },
  mysql: { module: 'mysql-core', table: 'mysqlTable', id: "varchar('id', { length: 36 }).primaryKey()" },
};

/** A schema file with one table of text columns. */
export function tableSource(dialect: Dialect, name: string, columns: string[]): string {
  const { module, table, id } = core[dialect];
  const builder = id.slice(0, id.indexOf('('));
  const imports = [...new Set([table, builder, 'text'])].join(', ');
  const fields = [`id: ${id}`, ...columns.map((column) => `${column}: text('${column}')`)];
  return `import { ${imports} } from 'drizzle-orm/${module}';\n\nexport const ${name} = ${table}('${name}', {\n${fields.map((field) => `  ${field},\n`).join('')}});\n`;
}

export function configSource(dialect: Dialect): string {
  return `import { defineConfig } from 'drizzle-kit';\n\nexport default defineConfig({ dialect: '${dialect}', schema: './src/schema', out: './drizzle' });\n`;
}

/** Writes a project with one table into `folder`, installed, with nothing generated or staged. */
export function addProject(repository: Repository, dialect: Dialect = 'postgresql', folder = ''): void {
  const at = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  repository.write(at('package.json'), '{ "name": "shop", "type": "module" }\n');
  repository.write(at('drizzle.config.ts'), configSource(dialect));
  repository.write(at('src/schema/users.ts'), tableSource(dialect, 'users', ['email']));
  repository.write(at('src/schema/index.ts'), "export * from './users';\n");
  repository.install(folder);
}

/** A repository with a project whose first migration is committed. */
export function committedProject(dialect: Dialect = 'postgresql', name?: string): Repository {
  return new Repository(
    name,
    keptProject(['committed', dialect, ownSource], () => makeCommitted(dialect)),
  );
}

/** What these projects depend on. */
export const ownSource = readFileSync(join(import.meta.dirname, 'project.ts'), 'utf8');

function makeCommitted(dialect: Dialect): Repository {
  const repository = new Repository();
  addProject(repository, dialect);
  generate(repository, 'init');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  return forgetful(repository);
}

/** The same with the table `orders` in the schema and its migration `0001_add_orders`; neither is staged. */
export function projectWithOrders(dialect: Dialect = 'postgresql'): Repository {
  const made = keptProject(['orders', dialect, ownSource], () => {
    const repository = committedProject(dialect);
    addTable(repository, 'orders', dialect);
    generate(repository, 'add_orders');
    return forgetful(repository);
  });
  return new Repository(undefined, made);
}

/** Nothing that was remembered for one folder is known of a copy, but for the databases. */
function forgetful(repository: Repository): Repository {
  const cache = join(repository.folder, 'node_modules/.cache/drizzle-lockstep');
  for (const name of readdirSync(cache)) if (name !== 'states') rmSync(join(cache, name), { recursive: true });
  return repository;
}

/** Adds a table to the schema of the working tree. */
export function addTable(repository: Repository, name: string, dialect: Dialect = 'postgresql', folder = ''): void {
  const at = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  repository.write(at(`src/schema/${name}.ts`), tableSource(dialect, name, ['title']));
  repository.write(
    at('src/schema/index.ts'),
    `${repository.read(at('src/schema/index.ts'))}export * from './${name}';\n`,
  );
}

/** Runs `lockstep generate`; throws with its output when it fails. */
export function generate(repository: Repository, name: string, folder = ''): void {
  const { code, stdout, stderr } = repository.lockstep(['generate', '--name', name], folder);
  if (code !== 0) throw new Error(`generate ended with ${code}:\n${stdout}\n${stderr}`);
}

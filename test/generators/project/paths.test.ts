import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { driverNames, drivers } from '../../../src/project/drivers.js';
import { answersFor, contentOf, pathsOf, planFor } from './answers.js';

/** Schema, migrations, and where the tables and the client are to be. */
const layouts = [
  { schema: 'src/db/schema', out: 'drizzle', tables: 'src/db/schema/users.ts', client: 'src/db/index.ts' },
  { schema: 'src/db/schema.ts', out: 'drizzle', tables: 'src/db/schema.ts', client: 'src/db/index.ts' },
  { schema: 'schema.ts', out: 'migrations', tables: 'schema.ts', client: 'src/db/index.ts' },
  { schema: 'src/schema', out: 'src/migrations', tables: 'src/schema/users.ts', client: 'src/db/index.ts' },
  { schema: 'src/db', out: 'drizzle', tables: 'src/db/users.ts', client: 'src/database/index.ts' },
  { schema: 'lib/data/zoo.ts', out: 'lib/data/sql', tables: 'lib/data/zoo.ts', client: 'lib/data/index.ts' },
  { schema: './src/db/schema/', out: './drizzle/', tables: 'src/db/schema/users.ts', client: 'src/db/index.ts' },
];

describe('where things lie', () => {
  for (const { schema, out, tables, client } of layouts) {
    it(`follows --schema ${schema} --out ${out}`, () => {
      const paths = pathsOf(planFor(answersFor('pglite', { schema, out })));
      expect(paths).toContain(tables);
      expect(paths).toContain(client);
      expect(paths).toContain(`${posix.dirname(client)}/seed.ts`);
    });
  }

  it('has no barrel beside a single schema file', () => {
    expect(pathsOf(planFor(answersFor('pglite', { schema: 'src/db/schema.ts' })))).not.toContain(
      'src/db/schema/index.ts',
    );
  });

  it('makes every relative import lead to a file of the project', () => {
    for (const { schema, out } of layouts) {
      for (const driver of driverNames) {
        const plan = planFor(answersFor(driver, { schema, out }));
        const paths = pathsOf(plan);
        for (const path of paths.filter((name) => name.endsWith('.ts'))) {
          const specifiers = contentOf(plan, path).matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g);
          for (const [, specifier = ''] of specifiers) {
            const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
            expect(paths, `${path} imports ${specifier}`).toContain(target);
          }
        }
      }
    }
  });

  it('writes the config with literal fields, so that nobody has to run it', () => {
    const config = contentOf(
      planFor(answersFor('turso', { schema: 'db/tables.ts', out: 'db/sql' })),
      'drizzle.config.ts',
    );
    expect(config).toContain("  dialect: 'turso',\n  schema: './db/tables.ts',\n  out: './db/sql',\n");
  });

  it('names the paths of the answers in what people and agents read', () => {
    const plan = planFor(answersFor('pglite', { schema: 'lib/tables', out: 'sql' }));
    for (const path of ['README.md', 'AGENTS.md']) {
      expect(contentOf(plan, path)).toContain('git add lib/tables sql');
      expect(contentOf(plan, path)).not.toMatch(/src\/db|drizzle\//);
    }
    expect(contentOf(plan, '.gitattributes')).toContain('sql/meta/** linguist-generated');
    expect(contentOf(plan, 'biome.json')).toContain('"!sql"');
  });
});

describe('the address of the database', () => {
  it('is the same default in the code as in the table of drivers', () => {
    for (const { name, defaultUrl } of drivers) {
      const code = contentOf(planFor(answersFor(name)), 'src/db/url.ts');
      if (defaultUrl === null) expect(code, name).toContain('DATABASE_URL is not set. Copy .env.example to .env');
      else expect(code, name).toContain(`process.env.DATABASE_URL || '${defaultUrl}'`);
    }
  });

  it('is asked for in .env.example, with its form', () => {
    for (const { name, urlForm } of drivers) {
      const example = contentOf(planFor(answersFor(name)), '.env.example');
      expect(example, name).toContain(urlForm);
      expect(example, name).toMatch(/^(?:# )?DATABASE_URL=/m);
    }
  });
});

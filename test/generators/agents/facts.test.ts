import { describe, expect, it } from 'vitest';
import { factsOfProject } from '../../../generators/agents/from-project.js';
import type { Surroundings } from '../../../src/scaffold/surroundings.js';

const around = { git: false, top: '/shop', folder: '', packageManager: 'pnpm' } as const;

/** The facts of a project with these files. */
function factsOf(
  files: Record<string, string>,
  more: { schema?: string[]; config?: string; several?: boolean; around?: Partial<Surroundings> } = {},
) {
  const { schema = ['src/schema'], config = 'drizzle.config.ts', several = false } = more;
  const list = (folder: string) => [
    ...new Set(
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).replace(/\/.*/, '/')),
    ),
  ];
  return factsOfProject(
    {
      read: (path) => files[path] ?? null,
      list,
      config,
      project: { root: '/nowhere/shop', dialect: 'postgresql', schema, out: 'drizzle' },
    },
    { ...around, ...more.around },
    several,
  );
}

const manifest = (scripts: object, dependencies: object = {}) =>
  JSON.stringify({ name: 'shop', scripts, dependencies });

describe('the facts of a project that is there', () => {
  it('have its own scripts as commands, by what they run or how they are called', async () => {
    const { commands } = await factsOf({
      'package.json': manifest({
        gen: 'lockstep generate',
        'db:migrate': 'tsx migrate.ts',
        studio: 'drizzle-kit studio --port 4000',
        'db:push': 'drizzle-kit push',
        test: 'vitest run',
        'type-check': 'tsc --noEmit -p .',
      }),
    });
    expect(Object.fromEntries(Object.entries(commands).map(([name, typed]) => [name, typed?.command ?? null]))).toEqual(
      {
        new: 'pnpm lockstep new',
        generate: 'pnpm gen',
        check: 'pnpm lockstep check',
        down: 'pnpm lockstep down',
        prove: 'pnpm lockstep prove',
        review: 'pnpm lockstep review',
        approve: 'pnpm lockstep approve',
        impact: 'pnpm lockstep impact',
        rebase: 'pnpm lockstep rebase',
        undo: 'pnpm lockstep undo',
        doctor: 'pnpm lockstep doctor',
        migrate: 'pnpm db:migrate',
        rollback: 'pnpm lockstep rollback',
        status: 'pnpm lockstep status',
        drift: 'pnpm lockstep drift',
        studio: 'pnpm studio',
        typecheck: 'pnpm type-check',
        test: 'pnpm test',
        push: 'pnpm db:push',
        serverUp: null,
      },
    );
  });

  it('have no test that npm init wrote, and nothing from a package.json that is broken', async () => {
    const unwritten = await factsOf({
      'package.json': manifest({ test: 'echo "Error: no test specified" && exit 1' }),
    });
    expect(unwritten.commands.test).toBeNull();
    const broken = await factsOf({ 'package.json': '{ "scripts": ' });
    expect([broken.name, broken.commands.check.command]).toEqual(['shop', 'pnpm lockstep check']);
  });

  it('name the config where the tools would not find it, or find several', async () => {
    const named = await factsOf({}, { config: 'db/kit.config.ts', around: { packageManager: 'npm' } });
    expect(named.commands.migrate.command).toBe('npx lockstep migrate --config db/kit.config.ts');
    const files = { 'package.json': manifest({ 'db:check': 'lockstep check' }) };
    const several = await factsOf(files, { several: true, around: { packageManager: 'npm' } });
    expect(several.commands.check.command).toBe('npm run db:check -- --config drizzle.config.ts');
  });

  it('say how migrations are applied: by lockstep, unless a program of the project does it, or it cannot be reached', async () => {
    const migrated = async (scripts: object, config = '') => {
      const facts = await factsOf({ 'package.json': manifest(scripts), 'drizzle.config.ts': config });
      return [facts.commands.migrate.command, facts.commands.status?.command, facts.migratesInLockstep];
    };
    const status = 'pnpm lockstep status';
    expect(await migrated({ 'db:migrate': 'drizzle-kit migrate' })).toEqual(['pnpm lockstep migrate', status, true]);
    expect(await migrated({ 'db:up': 'lockstep migrate' })).toEqual(['pnpm db:up', status, true]);
    expect(await migrated({ migrate: 'tsx migrate.ts' })).toEqual(['pnpm migrate', status, false]);
    const d1 = "export default { dialect: 'sqlite', driver: 'd1-http', schema: './s.ts', dbCredentials: {} };";
    expect(await migrated({}, d1)).toEqual(['pnpm drizzle-kit migrate', undefined, false]);
    expect(await migrated({ 'db:migrate': 'wrangler d1 migrations apply shop' }, d1)).toEqual([
      'pnpm db:migrate',
      undefined,
      false,
    ]);
  });

  it('tell a folder with a barrel from files and globs', async () => {
    const files = { 'src/schema/index.ts': '', 'src/schema.ts/index.ts': '' };
    expect((await factsOf(files)).schemaIsFolder).toBe(true);
    for (const schema of [['src/schema.ts'], ['src/**/*.table.ts'], ['src/schema', 'src/more']])
      expect((await factsOf(files, { schema })).schemaIsFolder, schema.join()).toBe(false);
  });

  it('read the line from the migrations', async () => {
    expect((await factsOf({ 'drizzle/meta/_journal.json': '{}' })).line).toBe('journal');
    expect((await factsOf({ 'drizzle/20260101000000_init/migration.sql': '' })).line).toBe('folders');
  });

  it('know the driver that is the only one, and never guess between two', async () => {
    const driverOf = async (...names: string[]) =>
      (await factsOf({ 'package.json': manifest({}, Object.fromEntries(names.map((name) => [name, '1']))) })).driver;
    expect(await driverOf('postgres')).toBe('Postgres.js');
    expect(await driverOf('postgres', 'pg')).toBeNull();
    expect(await driverOf()).toBeNull();
  });

  it('know the variable with the address when exactly one can be it', async () => {
    const variableOf = async (config: string, example?: string) =>
      (await factsOf({ 'drizzle.config.ts': config, ...(example === undefined ? {} : { '.env.example': example }) }))
        .database.variable;
    expect(await variableOf('url: process.env.POSTGRES_URL!')).toBe('POSTGRES_URL');
    expect(await variableOf("url: env['DB_URL']")).toBe('DB_URL');
    expect(await variableOf('url: process.env.A_URL ?? process.env.B_URL')).toBeNull();
    expect(await variableOf('url: url()', 'PORT=1\nDATABASE_URL=postgres://x\n')).toBe('DATABASE_URL');
    expect(await variableOf('url: url()')).toBeNull();
  });

  it('know a database that npm create put on this machine', async () => {
    const files = {
      'package.json': manifest({}, { '@electric-sql/pglite': '1' }),
      '.env.example': '# The folder.\n# DATABASE_URL=.data/postgres\n',
    };
    expect((await factsOf(files)).database).toEqual({
      variable: 'DATABASE_URL',
      localByDefault: true,
      folder: '.data',
      oneProcess: true,
      envExample: true,
    });
    expect((await factsOf({ ...files, '.env.example': 'DATABASE_URL=\n' })).database.localByDefault).toBe(false);
  });
});

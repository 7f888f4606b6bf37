import { describe, expect, test } from 'vitest';
import { hasSecret, poolerOf, readAddress } from '../../src/doctor/addresses.js';
import { readDotenv } from '../../src/doctor/dotenv.js';
import { config, findings, json, places, repositoryWith } from './diagnose.js';

test('a .env with quotes, comments, export and Windows line ends', () => {
  expect(readDotenv('# A=0\nA=1 # one\r\nexport B="two # 2"\n\nC=\n  D = \'x\' # y\nnonsense\nE.F=`1`\n')).toEqual([
    { name: 'A', value: '1', line: 2 },
    { name: 'B', value: 'two # 2', line: 3 },
    { name: 'C', value: '', line: 5 },
    { name: 'D', value: 'x', line: 6 },
    { name: 'E.F', value: '1', line: 8 },
  ]);
});

test.each([
  ['postgres://u:k3jh5kj3h5@ep-cool-name-pooler.us-east-2.aws.neon.tech/db?sslmode=require', 'Neon'],
  ['postgres://u:k3jh5kj3h5@ep-cool-name.us-east-2.aws.neon.tech/db', null],
  ['postgres://postgres.ref:k3jh5kj3h5@aws-0-eu-central-1.pooler.supabase.com:6543/postgres', 'Supabase'],
  ['postgres://postgres.ref:k3jh5kj3h5@aws-0-eu-central-1.pooler.supabase.com:5432/postgres', null],
  ['postgresql://postgres:k3jh5kj3h5@db.ref.supabase.co:5432/postgres', null],
  ['postgres://u:k3jh5kj3h5@db.acme.io/db?pgbouncer=true', 'PgBouncer'],
  ['postgres://u:k3jh5kj3h5@db.acme.io/db?pgbouncer=false', null],
  ['mysql://u:k3jh5kj3h5@db.acme.io:6543/db', null],
  ['postgres://u:k3jh5kj3h5@localhost:6543/db', null],
])('the pooler of %s: %s', (address, expected) => {
  const url = readAddress(address);
  const pooler = url && poolerOf(url);
  if (expected === null) expect(pooler).toBeNull();
  else expect(pooler?.what).toContain(expected);
});

test.each([
  ['postgres://u:k3jh5kj3h5@db.acme.io/db', true],
  ['libsql://db-acme.turso.io?authToken=eyJhbGciOi', true],
  ['postgres://u:k3jh5kj3h5@db:5432/db', false],
  ['postgres://u@db.acme.io/db', false],
  ['postgres://user:password@db.acme.io/db', false],
  ['postgres://u:[YOUR-PASSWORD]@db.ref.supabase.co/db', false],
  ['postgres://u:$PASSWORD@db.acme.io/db', false],
  ['https://acme.io', false],
  ['not an address', false],
])('%s is a secret: %s', (text, expected) => {
  expect(hasSecret(text)).toBe(expected);
});

describe('the address that migrations take', () => {
  const rule = 'doctor/pooler-url';
  const pooled = 'postgres://u:k3jh5kj3h5@ep-x-pooler.us-east-2.aws.neon.tech/db';
  const direct = 'postgres://u:k3jh5kj3h5@ep-x.us-east-2.aws.neon.tech/db';
  const configOf = (url: string) => ({
    'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', dbCredentials: { url: ${url} } };\n`,
    '.gitignore': 'node_modules\n.env*\n',
  });

  test('a pooler in .env, which git ignores; the address is not shown', async () => {
    const repository = repositoryWith({
      ...configOf('process.env.DATABASE_URL!'),
      '.env': `A=1\nDATABASE_URL=${pooled}\n`,
    });
    const found = await findings(repository, rule);
    expect(found).toMatchObject([
      {
        severity: 'warning',
        path: '.env',
        line: 2,
        target: 'DATABASE_URL',
        fix: 'For migrations take «-pooler» out of the host name',
      },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/k3jh|ep-x/);
  });

  test('a direct one that stands before it', async () => {
    const both = configOf('process.env.DIRECT_URL ?? process.env.DATABASE_URL');
    expect(await places({ ...both, '.env': `DATABASE_URL=${pooled}\nDIRECT_URL=${direct}\n` }, rule)).toEqual([]);
    expect(await places({ ...both, '.env': `DATABASE_URL=${pooled}\n` }, rule)).toEqual(['warning .env 1']);
  });

  test('in the environment; not in an example, not of a variable that the config does not take', async () => {
    const one = configOf("process.env['DATABASE_URL']");
    expect(await places(one, rule, { env: { DATABASE_URL: pooled } })).toEqual(['warning']);
    expect(await places({ ...one, '.env.example': `DATABASE_URL=${pooled}\n` }, rule)).toEqual([]);
    expect(await places({ ...one, '.env': `POOLED_URL=${pooled}\nDATABASE_URL=${direct}\n` }, rule)).toEqual([]);
  });

  test('a config that turns it into a direct one', async () => {
    const turned = configOf("process.env.DATABASE_URL?.replace('-pooler', '')");
    expect(await places({ ...turned, '.env': `DATABASE_URL=${pooled}\n` }, rule)).toEqual([]);
  });

  test('other dialects have none', async () => {
    expect(
      await places({ 'drizzle.config.ts': config({ dialect: 'sqlite' }), '.env': `DATABASE_URL=${pooled}\n` }, rule),
    ).toEqual([]);
  });
});

test('scripts that push: where they are shipped, or called migrate, or do not ask; not one to be typed', async () => {
  const of = (scripts: Record<string, string>) => places({ 'package.json': json({ scripts }) }, 'doctor/push-script');
  expect(await of({ 'db:reset': 'drizzle-kit push --force', build: 'drizzle-kit push && next build' })).toEqual([
    'info package.json 3',
    'warning package.json 4',
  ]);
  expect(await of({ 'db:migrate': 'drizzle-kit push' })).toEqual(['warning package.json 3']);
  expect(
    await of({
      'db:push': 'drizzle-kit push',
      'dev:db': 'drizzle-kit push --force',
      'db:migrate': 'drizzle-kit migrate',
    }),
  ).toEqual([]);
});

import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node, npmInstall } from '../commands.mjs';
import { writeHistory } from '../history.mjs';
import { measure } from '../measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const server = process.env.POSTGRES_URL || 'postgres://postgres@127.0.0.1:5432/postgres';
const dbmateVersion = '2.36.0';

/**
 * `lockstep migrate` and `status` on a local PostgreSQL server.
 *
 * @param {{ folder: string, cli: string, runs: number }} given
 * @returns {import('../report.mjs').Figure[]}
 */
export function runner({ folder, cli, runs }) {
  const database = `lockstep_bench_${randomBytes(5).toString('hex')}`;
  const url = addressOf(database);
  const fresh = () => sql(server, `drop database if exists ${database} with (force)`, `create database ${database}`);
  fresh();
  try {
    return [...pending({ folder, cli, runs, url, fresh }), ...status({ folder, cli, runs, url, fresh })];
  } finally {
    sql(server, `drop database if exists ${database} with (force)`);
  }
}

/** @typedef {{ folder: string, cli: string, runs: number, url: string, fresh: () => void }} Given */

/** @param {Given} given @returns {import('../report.mjs').Figure[]} */
function pending({ folder, cli, runs, url, fresh }) {
  const project = makeProject(join(folder, 'twenty'), url, (at) => writeHistory(at, 20));
  const isWhole = () => sql(url, 'select 1 / (count(*) = 20)::int from drizzle.__drizzle_migrations');
  const ours = {
    name: 'lockstep migrate',
    argv: [cli, 'migrate'],
    cwd: project,
    prepare: fresh,
    verify: isWhole,
  };
  const kit = {
    name: 'drizzle-kit migrate',
    argv: [join(root, 'node_modules/drizzle-kit/bin.cjs'), 'migrate'],
    cwd: project,
    prepare: fresh,
    verify: isWhole,
  };
  const dbmate = {
    ...dbmateOf(folder, project, url),
    prepare: fresh,
    verify: () => sql(url, 'select 1 / (count(*) = 20)::int from schema_migrations'),
  };
  const [lockstep, drizzleKit, dbmateUp] = measure([ours, kit, dbmate], runs);
  const what = '20 pending migrations on PostgreSQL';
  fresh();
  node(project, cli, 'migrate');
  const connects = `const { Client } = require('pg'); const client = new Client(${JSON.stringify(url)}); client.connect().then(() => client.end())`;
  const [idle, nothing, connection] = measure(
    [
      { name: 'lockstep migrate', argv: [cli, 'migrate'], cwd: project },
      { name: 'node -e 0', argv: ['-e', '0'], cwd: project },
      { name: 'node, one connection of pg', argv: ['-e', connects], cwd: project },
    ],
    runs,
  );
  const ratio = Number((3 + (connection.median - nothing.median) / nothing.median).toFixed(2));
  return [
    { what, ours: lockstep, peer: drizzleKit, limit: { ratio: 0.7 } },
    { what, ours: lockstep, peer: dbmateUp, limit: { ratio: 1.3 } },
    { what: 'Nothing pending: 3 times node and one connection', ours: idle, peer: nothing, limit: { ratio } },
  ];
}

/** @param {Given} given @returns {import('../report.mjs').Figure[]} */
function status({ folder, cli, runs, url, fresh }) {
  fresh();
  const other = `${new URL(url).pathname.slice(1)}_many`;
  sql(server, `drop database if exists ${other} with (force)`, `create database ${other}`);
  try {
    const few = makeProject(join(folder, 'few'), url, (at) => writeSmall(at, 10));
    const many = makeProject(join(folder, 'many'), addressOf(other), (at) => writeSmall(at, 1000));
    for (const project of [few, many]) node(project, cli, 'migrate');
    const [ours, peer] = measure(
      [
        { name: 'lockstep status, 1,000 applied', argv: [cli, 'status', '--strict'], cwd: many },
        { name: 'lockstep status, 10 applied', argv: [cli, 'status', '--strict'], cwd: few },
      ],
      runs,
    );
    return [{ what: 'Status with 1,000 applied', ours, peer, limit: { ratio: 2 } }];
  } finally {
    sql(server, `drop database if exists ${other} with (force)`);
  }
}

/** @param {string} project @param {string} url @param {(project: string) => void} write */
function makeProject(project, url, write) {
  mkdirSync(project, { recursive: true });
  write(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "runner", "private": true, "type": "module" }\n');
  const config = { dialect: 'postgresql', schema: './schema.ts', out: './drizzle', dbCredentials: { url } };
  writeFileSync(join(project, 'drizzle.config.ts'), `export default ${JSON.stringify(config)};\n`);
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
  return project;
}

/** Migrations that do next to nothing. @param {string} project @param {number} count */
function writeSmall(project, count) {
  mkdirSync(join(project, 'drizzle/meta'), { recursive: true });
  const entries = Array.from({ length: count }, (_, idx) => {
    const tag = `${String(idx).padStart(4, '0')}_step`;
    writeFileSync(join(project, 'drizzle', `${tag}.sql`), `SELECT ${idx};`);
    return { idx, version: '7', when: Date.UTC(2023, 0, 1) + idx * 3_600_000, tag, breakpoints: true };
  });
  const journal = { version: '7', dialect: 'postgresql', entries };
  writeFileSync(join(project, 'drizzle/meta/_journal.json'), JSON.stringify(journal));
}

/** dbmate, installed from npm, with the same statements. @param {string} folder @param {string} project @param {string} url */
function dbmateOf(folder, project, url) {
  const home = join(folder, 'dbmate');
  const migrations = join(home, 'db/migrations');
  mkdirSync(migrations, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  npmInstall(home, `dbmate@${dbmateVersion}`);
  for (const name of readdirSync(join(project, 'drizzle')).filter((file) => file.endsWith('.sql'))) {
    const text = readFileSync(join(project, 'drizzle', name), 'utf8');
    writeFileSync(join(migrations, `2023010100${name}`), `-- migrate:up\n${text}\n-- migrate:down\n`);
  }
  const { bin } = JSON.parse(readFileSync(join(home, 'node_modules/dbmate/package.json'), 'utf8'));
  const command = join(home, 'node_modules/dbmate', typeof bin === 'string' ? bin : bin.dbmate);
  const address = `${url}?sslmode=disable`;
  return { name: 'dbmate up', argv: [command, '--url', address, '--no-dump-schema', 'up'], cwd: home };
}

/** @param {string} database */
function addressOf(database) {
  return Object.assign(new URL(server), { pathname: `/${database}` }).href;
}

/** Runs statements in a process of its own, as what is measured is. @param {string} url @param {string[]} statements */
function sql(url, ...statements) {
  const script = `const { Client } = require('pg');
    const client = new Client(${JSON.stringify(url)});
    (async () => {
      await client.connect();
      for (const statement of ${JSON.stringify(statements)}) await client.query(statement);
      await client.end();
    })();`;
  node(root, '-e', script);
}

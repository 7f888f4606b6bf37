import { posix } from 'node:path';
import { poolerOf, readAddress } from '../addresses.js';
import type { Check, Found } from '../check.js';
import { readConfigSource } from '../config-source.js';
import { readDotenv } from '../dotenv.js';
import type { Examined, Subject } from '../subject.js';

export const poolerUrl: Check = {
  name: 'doctor/pooler-url',
  severity: 'warning',
  holds: 'Migrations do not go through a pooler',
  docs: {
    what: "The address that drizzle-kit takes for migrations leads to a pooler that hands out a connection per transaction: Neon's `-pooler` host, Supabase's port 6543, PgBouncer. Looked for in the environment and in the `.env` files of the project. The address itself is not shown.",
    why: 'One statement of a migration may then run on another connection than the one before it. The lock of the session does not hold, `SET` is lost, and prepared statements fail.',
    example: `doctor/pooler-url  .env:2
  DATABASE_URL, which drizzle.config.ts takes, leads to Neon's pooler.`,
    mend: `Keep the pooler for the application, and give drizzle.config.ts an address of its own, with the one to fall back on where
it is not set:

    dbCredentials: { url: process.env.DIRECT_URL ?? process.env.DATABASE_URL }`,
  },
  async run(subject) {
    const found = await Promise.all(
      subject.projects
        .filter(({ project }) => project.dialect === 'postgresql')
        .map((examined) => of(examined, subject)),
    );
    return found.flat();
  },
};

async function of({ project, source }: Examined, { tree, env }: Subject): Promise<Found[]> {
  // A config that speaks of it turns the address into a direct one: `.replace(':6543', ':5432')`.
  if (/6543|pooler|pgbouncer/i.test(source)) return [];
  const variables = readConfigSource(project.config, source)?.variables ?? [];
  const folders = [...new Set([project.folder, posix.dirname(project.config), ''])].map((at) => (at === '.' ? '' : at));
  const files = [...new Set(folders)].flatMap((folder) =>
    tree
      .names(folder || '.')
      .filter((name) => /^\.env(?:\.|$)/.test(name) && !/example|sample|template|test/i.test(name))
      .map((name) => posix.join(folder, name)),
  );
  const assignments = (
    await Promise.all(
      files.map(async (path) => readDotenv((await tree.read(path)) ?? '').map((one) => ({ ...one, path }))),
    )
  ).flat();
  // The first of them that is set is the one that is taken: a direct address before the pooler's.
  const name = variables.find(
    (variable) => Boolean(env[variable]) || assignments.some((one) => one.name === variable && one.value !== ''),
  );
  if (name === undefined) return [];
  const said: Found[] = assignments
    .filter((one) => one.name === name)
    .flatMap(({ value, path, line }) => toFound(project.config, name, value, { path, line }));
  return said.length > 0 ? said : toFound(project.config, name, env[name] ?? '', {});
}

function toFound(config: string, name: string, value: string, place: { path?: string; line?: number }): Found[] {
  const url = readAddress(value);
  const pooler = url && poolerOf(url);
  if (pooler === null) return [];
  return [
    {
      config,
      message: `${name}, which ${config} takes, leads to ${pooler.what}.`,
      ...place,
      target: name,
      fix: `For migrations ${pooler.instead}`,
    },
  ];
}

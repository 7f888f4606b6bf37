import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git, npmInstall } from '../commands.mjs';
import { writeHistory } from '../history.mjs';
import { measure } from '../measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const squawkVersion = '2.66.0';

/**
 * `lockstep review` beside squawk on the same files, and on a long history beside one of half its length.
 *
 * @param {{ folder: string, cli: string, runs: number }} given
 * @returns {import('../report.mjs').Figure[]}
 */
export function review({ folder, cli, runs }) {
  const modules = join(folder, 'squawk');
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, 'package.json'), '{ "private": true }\n');
  npmInstall(modules, `squawk-cli@${squawkVersion}`);
  const short = makeProject(join(folder, 'thirty-tables'), writeThirtyTables);
  const files = readdirSync(join(short, 'drizzle')).filter((name) => name.endsWith('.sql'));
  const paths = files.map((name) => join('drizzle', name));
  const squawk = {
    argv: [join(modules, 'node_modules/squawk-cli/js/bin/squawk'), '--assume-in-transaction', ...paths],
    cwd: short,
    exitCode: 1,
    prints: /in \d+ files? \(checked 20 source files\)/,
  };
  const all = ofAll(cli, short, 20, 0);
  const [first, again, peer] = measure(
    [{ ...all, prepare: () => forget(short) }, all, { ...squawk, name: `squawk ${squawkVersion}, its npm command` }],
    runs,
  );
  const long = makeProject(join(folder, 'three-hundred'), (at) => writeHistory(at, 300));
  const half = makeProject(join(folder, 'half'), (at) => writeHistory(at, 150));
  // The long ones hold what is to be approved.
  const [whole, halved] = measure(
    [
      { ...ofAll(cli, long, 300, 1), prepare: () => forget(long) },
      { ...ofAll(cli, half, 150, 1), prepare: () => forget(half) },
    ],
    runs,
  );
  return [
    { what: 'Review of 20 migrations of 30 tables, nothing remembered', ours: first, peer, limit: { ratio: 2 } },
    { what: 'The same again: what the SQL does is remembered', ours: again, peer, limit: { ratio: 2 } },
    { what: 'Review of 300 migrations, beside 150', ours: whole, peer: halved, limit: { ratio: 2 } },
  ];
}

/** What lockstep remembers from run to run. @param {string} folder */
function forget(folder) {
  rmSync(join(folder, 'node_modules/.cache'), { recursive: true, force: true });
}

/** @param {string} cli @param {string} cwd @param {number} count @param {number} exitCode */
function ofAll(cli, cwd, count, exitCode) {
  return {
    name: 'lockstep review --all',
    argv: [cli, 'review', '--all', '--format', 'json'],
    cwd,
    exitCode,
    prints: new RegExp(`"tag": "${String(count - 1).padStart(4, '0')}_`),
  };
}

/** @param {string} folder @param {(folder: string) => unknown} write */
function makeProject(folder, write) {
  mkdirSync(folder, { recursive: true });
  write(folder);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'node_modules/drizzle-kit'), join(folder, 'node_modules/drizzle-kit'), 'junction');
  git(folder, 'init', '-q');
  return folder;
}

/** Thirty tables in the first migration, and nineteen that change two each. @param {string} folder */
function writeThirtyTables(folder) {
  const out = join(folder, 'drizzle');
  mkdirSync(join(out, 'meta'), { recursive: true });
  writeFileSync(
    join(folder, 'drizzle.config.ts'),
    "export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };\n",
  );
  writeFileSync(join(folder, 'package.json'), '{ "name": "thirty-tables", "private": true }\n');
  writeFileSync(join(folder, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }\n');
  const entries = Array.from({ length: 20 }, (_, at) => {
    const tag = `${String(at).padStart(4, '0')}_step`;
    const statements = at === 0 ? Array.from({ length: 30 }, (_, table) => tableOf(table)) : changesAt(at);
    writeFileSync(join(out, `${tag}.sql`), statements.join('--> statement-breakpoint\n'));
    return { idx: at, version: '7', when: Date.UTC(2024, 0, 1 + at), tag, breakpoints: true };
  });
  const journal = { version: '7', dialect: 'postgresql', entries };
  writeFileSync(join(out, 'meta/_journal.json'), JSON.stringify(journal, null, 2));
}

/** @param {number} table */
function tableOf(table) {
  const columns = [
    '"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL',
    '"name" varchar(120) NOT NULL',
    '"count" integer DEFAULT 0 NOT NULL',
    '"created_at" timestamp with time zone DEFAULT now() NOT NULL',
  ];
  return `CREATE TABLE "table_${table}" (\n\t${columns.join(',\n\t')}\n);\n`;
}

/** @param {number} at */
function changesAt(at) {
  const [one, other] = [`"table_${at}"`, `"table_${at + 10}"`];
  return [
    `ALTER TABLE ${one} ADD COLUMN "note_${at}" text;`,
    `CREATE INDEX "table_${at}_note_idx" ON ${one} USING btree ("note_${at}");`,
    `ALTER TABLE ${other} ALTER COLUMN "name" SET DATA TYPE varchar(255);`,
  ];
}

import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, node } from '../commands.mjs';
import { measure } from '../measure.mjs';

/**
 * `lockstep check` on long histories and over ranges, on repositories made for it.
 *
 * @param {{ folder: string, project: import('../setup.mjs').Project, runs: number }} given
 * @returns {import('../report.mjs').Figure[]}
 */
export function guard({ folder, project, runs }) {
  return [afterGenerate(folder, project, runs), ...longHistory(folder, project, runs), range(folder, project, runs)];
}

/**
 * The state that `lockstep generate` has just left, staged: its hook need not look again.
 *
 * @param {string} folder
 * @param {import('../setup.mjs').Project} project
 * @param {number} runs
 */
function afterGenerate(folder, project, runs) {
  const repository = makeRepository(folder, 'after-generate', project);
  writeFileSync(join(repository, 'src/schema.ts'), schema(1, 1));
  node(repository, project.cli, 'generate', '--name', 'next');
  git(repository, 'add', '-A');
  const [ours, peer] = measure(
    [staged(repository, project), { name: 'node -e 0', argv: ['-e', '0'], cwd: repository }],
    runs,
  );
  return { what: 'Hook, schema and migration staged, just generated', ours, peer, limit: { ratio: 2 } };
}

/**
 * @param {string} folder
 * @param {import('../setup.mjs').Project} project
 * @param {number} runs
 */
function longHistory(folder, project, runs) {
  const short = makeRepository(folder, 'ten', project, { tables: 200, migrations: 10 });
  const long = makeRepository(folder, 'thousand', project, { tables: 200, migrations: 1000 });
  for (const repository of [short, long]) {
    // The verdict becomes known.
    node(repository, project.cli, 'check', '--staged');
    writeFileSync(join(repository, 'README.md'), 'words\n');
    git(repository, 'add', 'README.md');
  }
  const megabytes = (/** @type {string} */ repository) => memoryOf(repository, project);
  const [ours, peer] = measure(
    [
      { ...staged(long, project), name: `lockstep check --staged, ${megabytes(long)} MB` },
      { ...staged(short, project), name: `the same with 10 migrations, ${megabytes(short)} MB` },
    ],
    runs,
  );
  return [
    {
      what: `Hook, 1,000 migrations of 200 tables, verdict known (${megabytes(long)} MB, at most 150)`,
      ours,
      peer,
      limit: { ratio: 2 },
    },
  ];
}

/**
 * A hundred commits, ten of which change the schema and have their migration, with nothing remembered.
 *
 * @param {string} folder
 * @param {import('../setup.mjs').Project} project
 * @param {number} runs
 */
function range(folder, project, runs) {
  const repository = makeRepository(folder, 'range', project);
  for (let at = 1; at <= 100; at++) {
    if (at % 10 === 0) {
      writeFileSync(join(repository, 'src/schema.ts'), schema(1, at / 10));
      node(repository, project.kit, 'generate');
    } else writeFileSync(join(repository, `app${at}.ts`), `export const at = ${at};\n`);
    git(repository, 'add', '-A');
    git(repository, 'commit', '-q', '--no-verify', '-m', `Commit ${at}`);
  }
  const cache = join(repository, 'node_modules/.cache/drizzle-lockstep');
  const forget = () => rmSync(cache, { recursive: true, force: true });
  const hundred = {
    name: 'lockstep check --range',
    argv: [project.cli, 'check', '--range', 'HEAD~100..HEAD'],
    cwd: repository,
    prints: /100 commits/,
    prepare: forget,
  };
  const one = {
    name: 'lockstep check, nothing remembered',
    argv: [project.cli, 'check'],
    cwd: repository,
    prepare: forget,
  };
  const [ours, peer] = measure([hundred, one], Math.max(3, Math.round(runs / 4)));
  return { what: '--range of 100 commits, 10 of which touch the schema', ours, peer, limit: { ratio: 12 } };
}

/** @param {string} repository @param {import('../setup.mjs').Project} project */
function staged(repository, project) {
  return { name: 'lockstep check --staged', argv: [project.cli, 'check', '--staged'], cwd: repository, prints: /^$/ };
}

/** @param {string} repository @param {import('../setup.mjs').Project} project @returns {number} the most that it held, in MB */
function memoryOf(repository, project) {
  const report = join(repository, 'node_modules/.cache/memory');
  const code = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`;
  node(repository, '--import', `data:text/javascript,${encodeURIComponent(code)}`, project.cli, 'check', '--staged');
  return Math.round(Number(readFileSync(report, 'utf8')) / 1024);
}

/**
 * A repository with a schema and its migrations committed, on the packages of the generated project.
 *
 * @param {string} folder
 * @param {string} name
 * @param {import('../setup.mjs').Project} project
 */
function makeRepository(folder, name, project, { tables = 1, migrations = 1 } = {}) {
  const repository = join(folder, name);
  mkdirSync(join(repository, 'node_modules'), { recursive: true });
  mkdirSync(join(repository, 'src'));
  for (const installed of ['drizzle-kit', 'drizzle-orm']) {
    symlinkSync(
      join(project.folder, 'node_modules', installed),
      join(repository, 'node_modules', installed),
      'junction',
    );
  }
  writeFileSync(join(repository, '.gitignore'), 'node_modules\n');
  writeFileSync(join(repository, 'package.json'), '{ "name": "long", "type": "module" }\n');
  writeFileSync(
    join(repository, 'drizzle.config.ts'),
    "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
  );
  writeFileSync(join(repository, 'src/schema.ts'), schema(tables, 0));
  node(repository, project.kit, 'generate', '--name=start');
  lengthen(repository, migrations);
  git(repository, 'init', '-q', '-b', 'trunk');
  git(repository, 'config', 'user.name', 'Bench');
  git(repository, 'config', 'user.email', 'bench@example.com');
  git(repository, 'add', '-A');
  git(repository, 'commit', '-q', '-m', 'Start');
  return repository;
}

/** Custom migrations, as `drizzle-kit generate --custom` writes them: the snapshot before, under a new id. */
function lengthen(/** @type {string} */ repository, /** @type {number} */ migrations) {
  const meta = join(repository, 'drizzle/meta');
  const journal = JSON.parse(readFileSync(join(meta, '_journal.json'), 'utf8'));
  const snapshot = JSON.parse(readFileSync(join(meta, '0000_snapshot.json'), 'utf8'));
  const [first] = journal.entries;
  for (let at = 1; at < migrations; at++) {
    const prefix = String(at).padStart(4, '0');
    snapshot.prevId = snapshot.id;
    snapshot.id = randomUUID();
    journal.entries.push({ ...first, idx: at, when: first.when - (migrations - at) * 1000, tag: `${prefix}_custom` });
    writeFileSync(join(repository, `drizzle/${prefix}_custom.sql`), `-- ${at}\nSELECT ${at};\n`);
    writeFileSync(join(meta, `${prefix}_snapshot.json`), JSON.stringify(snapshot, null, 2));
  }
  first.when -= migrations * 1000;
  writeFileSync(join(meta, '_journal.json'), JSON.stringify(journal, null, 2));
}

/** @param {number} tables @param {number} extra columns of the first table */
function schema(tables, extra) {
  const columns = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, at) => `  c${at}: text('c${at}'),\n`).join('');
  const made = Array.from(
    { length: tables },
    (_, at) =>
      `export const t${at} = pgTable('t${at}', {\n  id: uuid('id').primaryKey(),\n${columns(10 + (at === 0 ? extra : 0))}});\n`,
  );
  return `import { pgTable, text, uuid } from 'drizzle-orm/pg-core';\n\n${made.join('\n')}`;
}

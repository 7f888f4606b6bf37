import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../commands.mjs';
import { measure } from '../measure.mjs';

const tables = 200;
const argv = ['new', 'table', 'orders', 'number:integer:required', 'user:references:table_7', 'total:numeric:10,2'];

/**
 * `lockstep new table` in projects of 200 tables: a file for each with one that exports them all, and one file. They
 * have no formatter; all is committed, so that nothing is known of the files from a run before.
 *
 * @param {{ folder: string, cli: string, runs: number }} given
 * @returns {import('../report.mjs').Figure[]}
 */
export function generators({ folder, cli, runs }) {
  const many = makeProject(join(folder, 'many-files'), manyFiles());
  const single = makeProject(join(folder, 'one-file'), [['src/schema.ts', [imports, ...all().map(table)].join('\n')]]);
  /** @param {string} cwd @param {string} name @param {string} written */
  const subject = (cwd, name, written) => ({
    name,
    argv: [cli, ...argv],
    cwd,
    prepare: () => {
      git(cwd, 'restore', '.');
      git(cwd, 'clean', '-fdq', 'src');
      rmSync(join(cwd, 'node_modules/.cache'), { recursive: true, force: true });
    },
    verify: () => {
      const path = join(cwd, written);
      if (!existsSync(path) || !readFileSync(path, 'utf8').includes("'orders'")) {
        throw new Error(`${name} wrote no table.`);
      }
    },
  });
  const [node, ours, alike] = measure(
    [
      { name: 'node -e 0', argv: ['-e', '0'], cwd: folder },
      subject(many, 'lockstep new table', 'src/schema/orders.ts'),
      subject(single, 'lockstep new table', 'src/schema.ts'),
    ],
    runs,
  );
  return [
    { what: `New table, ${tables} tables in as many files`, ours, peer: node, limit: { ratio: 4 } },
    { what: `New table, ${tables} tables in one file`, ours: alike, peer: node, limit: { ratio: 4 } },
  ];
}

const imports = "import { index, integer, numeric, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';\n";
const all = () => Array.from({ length: tables }, (_, at) => at);

/** @returns {[path: string, text: string][]} */
function manyFiles() {
  const barrel = all().map((at) => `export * from './table-${at}';\n`);
  return [
    ...all().map((at) => {
      const other = at === 0 ? '' : `import { table${at - 1} } from './table-${at - 1}';\n`;
      return /** @type {[string, string]} */ ([`src/schema/table-${at}.ts`, `${imports}${other}\n${table(at)}`]);
    }),
    ['src/schema/index.ts', barrel.join('')],
  ];
}

/** @param {number} at */
function table(at) {
  const other = `    otherId: uuid('other_id').references(() => table${at - 1}.id, { onDelete: 'cascade' }),\n`;
  return `export const table${at} = pgTable(
  'table_${at}',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    count: integer('count').notNull().default(0),
    total: numeric('total', { precision: 10, scale: 2 }),
${at === 0 ? '' : other}    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('table_${at}_name_idx').on(table.name)],
);
`;
}

/** @param {string} folder @param {[path: string, text: string][]} schema @returns {string} the folder */
function makeProject(folder, schema) {
  const [path] = schema.length === 1 ? ['./src/schema.ts'] : ['./src/schema'];
  const config = `export default { dialect: 'postgresql', schema: '${path}', out: './drizzle' };\n`;
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  mkdirSync(join(folder, 'src/schema'), { recursive: true });
  for (const [name, text] of [
    ['package.json', '{ "name": "shop", "type": "module" }\n'],
    ['.gitignore', 'node_modules\n'],
    ['drizzle.config.ts', config],
    ...schema,
  ])
    writeFileSync(join(folder, name), text);
  git(folder, 'init', '-q');
  git(folder, 'config', 'user.name', 'bench');
  git(folder, 'config', 'user.email', 'bench@example.com');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'Start');
  return folder;
}

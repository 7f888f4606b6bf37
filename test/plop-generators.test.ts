import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import nodePlop, { type NodePlopAPI } from 'node-plop';
import { describe, expect, it } from 'vitest';
import { generators } from '../generators/index.js';
import { promptsOf } from '../src/plop/prompts.js';
import {
  lockstepAction,
  lockstepActions,
  lockstepGenerators,
  lockstepProject,
  lockstepPrompts,
  type PlopOptions,
} from '../src/plop.js';
import { projectWith } from './generators/rename/project.js';
import { folderWith } from './generators/table/fixture.js';

const users = `import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull(),
});
`;
const files = {
  'package.json': '{ "name": "shop" }',
  'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src', out: './drizzle' };\n",
  'src/schema.ts': users,
};

const plopIn = (root: string): Promise<NodePlopAPI> => nodePlop(undefined, { destBasePath: root, force: false });

/** A real plop whose plopfile has lockstep's generators. */
async function offered(root: string, options?: PlopOptions): Promise<NodePlopAPI> {
  const plop = await plopIn(root);
  await lockstepGenerators(plop, options);
  return plop;
}

/** What `plop NAME ARGS…` does; throws with what plop would show. */
async function run(plop: NodePlopAPI, name: string, args: string[] = []): Promise<string> {
  const generator = plop.getGenerator(name);
  const { changes, failures } = await generator.runActions(await generator.runPrompts(args));
  if (failures.length > 0) throw new Error(failures.map(({ error }) => error).join('\n'));
  return changes.map(({ path }) => path).join('\n');
}

/** All schema files together. */
const schema = (root: string): string =>
  readdirSync(join(root, 'src'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
    .join('');

/** Arguments in the order of the questions, and what they leave in the schema or name as written. */
const changes: [name: string, args: string[], code: string][] = [
  ['rename-table', ['users', 'people'], "users = pgTable('people'"],
  ['rename-column', ['people', 'email', 'mail', 'y'], "mail: text('mail')"],
  ['table', ['orders', 'number:integer user:references:people', 'serial', 'no'], "id: serial('id').primaryKey()"],
  ['column', ['orders', 'note:text total:numeric:10,2'], "total: numeric('total', { precision: 10, scale: 2 })"],
  ['index', ['orders', 'number total', 'yes', 'total > 0'], "uniqueIndex('orders_number_total_unique')"],
  ['constraint', ['orders', 'unique', 'note'], "note: text('note').unique()"],
  ['constraint', ['orders', 'check', '_', '_', '_', '_', 'number > 0', 'positive'], "check('positive', sql`"],
  ['enum', ['role', 'admin guest'], "pgEnum('role', ['admin', 'guest'])"],
  ['enum', ['role', '_', 'owner', 'admin'], "['owner', 'admin', 'guest']"],
  ['drop-column', ['people', 'mail'], 'users'],
  ['relation', ['orders', 'user:one'], 'user: one(users, {'],
  [
    'backfill',
    ['orders', 'note', '_', "'none'", '_', '_', '_', '_', '_', 'fill_note', 'db/index.ts'],
    'db/backfills/fill_note.ts',
  ],
  ['rollback', ['0000_init', 'y'], 'drizzle/0000_init.down.sql'],
  ['agents', ['agents-md'], 'AGENTS.md'],
  ['hooks', [], '.husky/pre-commit'],
  ['ci', [], '.github/workflows/lockstep.yml'],
];

describe('plop', () => {
  it('runs every generator with arguments, those of questions that only sometimes apply too', async () => {
    const tested = new Set(changes.map(([name]) => name));
    expect([...tested].sort()).toEqual(generators.map(({ name }) => name).sort());
    const root = projectWith('postgresql', {
      'src/schema.ts': users,
      'db/index.ts': "import { drizzle } from 'drizzle-orm/pglite';\nexport const db = drizzle();\n",
    });
    execFileSync('git', ['init', '-q'], { cwd: root });
    const plop = await offered(root, { allowDirty: true });
    for (const [name, args, code] of changes) {
      const written = await run(plop, name, args);
      expect(written + schema(root), name).toContain(code);
    }
    expect(schema(root)).not.toContain('mail');
    expect(schema(root)).toContain("user_id').references(() => users.id)");
  });

  it('offers every generator, and takes an argument for each of its questions', async () => {
    const plop = await offered(folderWith(files));
    expect(plop.getGeneratorList()).toEqual(generators.map(({ name, description }) => ({ name, description })));
    for (const { name, questions } of generators) {
      const typed = questions.map((question) =>
        question.type === 'confirm'
          ? 'yes'
          : question.type === 'select'
            ? (question.choices[0]?.value ?? '')
            : 'things',
      );
      const answers: unknown = await plop.getGenerator(name).runPrompts(typed);
      expect(Object.keys(Object(answers)).sort(), name).toEqual(questions.map((question) => question.name).sort());
    }
    await expect(plop.getGenerator('table').runPrompts(['orders', '', 'uuidd'])).rejects.toThrow('key');
  });

  it('takes --force, which is for all actions of a generator together', async () => {
    const root = folderWith(files);
    const plop = await nodePlop(undefined, { destBasePath: root, force: true });
    await lockstepGenerators(plop);
    await run(plop, 'column', ['users', 'age:int']);
    expect(schema(root)).toContain("age: integer('age')");
  });

  it('offers some of them', async () => {
    const plop = await offered(folderWith(files), { only: ['column', 'table'] });
    expect(plop.getGeneratorList().map(({ name }) => name)).toEqual(['column', 'table']);
    await expect(offered(folderWith(files), { only: ['colum'] })).rejects.toThrow('Did you mean column?');
  });

  it('shows what is wrong, where, and the mend', async () => {
    const root = folderWith({ ...files, 'templates/table/fields.hbs': '{{nope}}' });
    const plop = await offered(root);
    await expect(run(plop, 'table', ['orders'])).rejects.toThrow(
      /"nope".*\n {2}at templates\/table\/fields\.hbs:1\n {2}There are/,
    );
    await expect(run(plop, 'column', ['user', 'a:int'])).rejects.toThrow('Did you mean users');
    expect(schema(root)).toBe(users);
  });
});

describe("a team's own generator", () => {
  it('makes several changes, each in the files that those before it made', async () => {
    const root = folderWith(files);
    const plop = await plopIn(root);
    lockstepActions(plop);
    plop.setGenerator('resource', {
      prompts: [...lockstepPrompts(plop, 'table', { only: ['name'] }), { type: 'input', name: 'max', message: 'Max' }],
      actions: [
        lockstepAction({
          type: 'lockstep:table',
          name: '{{plural name}}',
          fields: ['title:text:required', 'size:int'],
        }),
        lockstepAction({
          type: 'lockstep:column',
          table: '{{plural name}}',
          fields: 'slug:text   owner:references:users',
        }),
        lockstepAction({
          type: 'lockstep:constraint',
          table: ({ name }) => `${String(name)}s`,
          kind: 'check',
          expression: 'size < {{max}} AND size <> {{pascal "a"}}',
          name: '{{snakeCase name}}_size',
        }),
        lockstepAction({
          type: 'lockstep:index',
          table: '{{plural name}}',
          columns: ['{{#if max}}slug{{/if}}', ''],
          unique: true,
        }),
        {
          type: 'add',
          path: 'src/{{camel (plural name)}}.json',
          template: '{{pascal name}} {{kebab "orderItems"}} {{snake "orderItems"}} {{singular "order_items"}}',
        },
      ],
    });
    await run(plop, 'resource', ['document', "9 AND 'a' < 'b'"]);
    const now = schema(root);
    expect(now).toContain('export const documents = pgTable(');
    expect(now).toContain("slug: text('slug')");
    expect(now).toContain("ownerId: uuid('owner_id').references(() => users.id)");
    // Not `&lt;`: an answer that goes into code is not escaped.
    expect(now).toMatch(
      /check\('document_size', sql`\$\{table\.size\} < 9 AND 'a' < 'b' AND \$\{table\.size\} <> A`\)/,
    );
    expect(now).toContain("uniqueIndex('documents_slug_unique').on(table.slug)");
    expect(readFileSync(join(root, 'src/documents.json'), 'utf8')).toBe('Document order-items order_items order_item');
  });

  it('reads arguments of questions that do not always apply as plop reads its own', async () => {
    const plop = await plopIn(folderWith(files));
    const asked = { message: '?', when: () => true } as const;
    const choices = [{ value: 'one', label: 'One' }];
    const [sure, kind] = promptsOf(plop, {
      name: 'mine',
      description: '',
      examples: [],
      plan: () => ({ root: '', changes: [] }),
      questions: [
        { ...asked, name: 'sure', type: 'confirm', initial: true },
        { ...asked, name: 'kind', type: 'select', choices, initial: 'one' },
      ],
    });
    plop.setGenerator('mine', { prompts: [sure, kind].flatMap((one) => one ?? []), actions: [] });
    const answered = (...args: string[]) => plop.getGenerator('mine').runPrompts(args);
    expect(await answered('n', 'one')).toEqual({ sure: false, kind: 'one' });
    await expect(answered('maybe', 'one')).rejects.toThrow('yes or no');
    await expect(answered('y', 'two')).rejects.toThrow('one of one');
  });

  it('hands the answers on as they are when the action has none of its own', async () => {
    const root = folderWith(files);
    const plop = await plopIn(root);
    lockstepActions(plop);
    plop.setGenerator('mine', { prompts: lockstepPrompts(plop, 'column'), actions: [{ type: 'lockstep:column' }] });
    await run(plop, 'mine', ['users', 'a:int b:text']);
    expect(schema(root)).toContain("b: text('b')");
  });

  it.each([
    ['an answer that nobody asks for', { type: 'lockstep:column', tabel: 'users' }, 'Did you mean table?'],
    ['an answer of another kind', { type: 'lockstep:column', table: () => 3 }, 'table is neither text'],
    [
      'a value that is missing',
      { type: 'lockstep:column', table: '{{tabel}}', fields: 'a:int' },
      '"tabel" not defined',
    ],
    ['no table', { type: 'lockstep:column', fields: 'a:int' }, 'TABLE is missing'],
  ])('is told of %s', async (_, action, said) => {
    const root = folderWith(files);
    const plop = await plopIn(root);
    lockstepActions(plop);
    plop.setGenerator('mine', { prompts: [], actions: [action] });
    await expect(run(plop, 'mine')).rejects.toThrow(said);
    expect(schema(root)).toBe(users);
  });

  it('is told of a question that there is not', async () => {
    const plop = await plopIn(folderWith(files));
    expect(() => lockstepPrompts(plop, 'column', { only: ['tabel'] })).toThrow('It asks for: table, fields');
    expect(() => lockstepPrompts(plop, 'colum')).toThrow('Did you mean column?');
  });

  it('knows the project', async () => {
    const root = folderWith({ ...files, 'other.ts': '' });
    const plop = await plopIn(root);
    expect(await lockstepProject(plop)).toEqual({ root, dialect: 'postgresql', schemaFolder: 'src', out: 'drizzle' });
    expect(plop.renderString('{{schemaFolder}} {{dialect}} {{out}}', {})).toBe('src postgresql drizzle');
    await expect(lockstepProject(plop, { config: 'nope.ts' })).rejects.toThrow('--config');
  });
});

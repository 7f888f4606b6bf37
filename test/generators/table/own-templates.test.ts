import { describe, expect, it } from 'vitest';
import { column } from '../../../generators/column/index.js';
import { index } from '../../../generators/index/index.js';
import { table } from '../../../generators/table/index.js';
import { LockstepError } from '../../../src/errors.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import { projectRenderer } from '../../../src/scaffold/own-templates.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { compile, contextOf, folderWith, outcome, write } from './fixture.js';

const tenants = `import { pgTable, uuid } from 'drizzle-orm/pg-core';

export const tenants = pgTable('tenants', {
  id: uuid('id').primaryKey().defaultRandom(),
});
`;
const folder = {
  'src/db/schema/index.ts': "export * from './tenants';\n",
  'src/db/schema/tenants.ts': tenants,
};
const file = { 'src/db/schema.ts': tenants };

/** Plans a table in a project with these files and templates. */
function planWith(
  templates: Record<string, string>,
  answers: AnswerValues = { name: 'orders', fields: ['number:integer'] },
  files: Record<string, string> = folder,
): { root: string; plan: Plan } {
  const root = folderWith({
    ...files,
    ...Object.fromEntries(Object.entries(templates).map(([name, text]) => [`templates/${name}`, text])),
  });
  const schema = Object.keys(files).includes('src/db/schema.ts') ? ['src/db/schema.ts'] : ['src/db/schema'];
  const context = contextOf(root, { schema });
  return { root, plan: table.plan(table.answers(answers), { ...context, render: projectRenderer(context) }) as Plan };
}

const made = (templates: Record<string, string>, answers?: AnswerValues): string =>
  outcome(planWith(templates, answers).plan)['src/db/schema/orders.ts'] ?? '';

function refusal(act: () => unknown): LockstepError {
  try {
    act();
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

const statements = `export const {{exportName}} = {{callee}}({{{quotedName}}}, {
{{#each columns}}
{{{code}}}
{{/each}}
}){{end}}

export type {{pascal (singular name)}} = typeof {{exportName}}.$inferSelect{{end}}
`;

describe('table/fields.hbs of the project', () => {
  const fields =
    "{{#unless (eq name 'tenants')}}\ntenant:references:tenants:required\n{{/unless}}\n{{#each fields}}\n{{{this}}}\n{{/each}}\ndeleted_at:timestamp\n";

  it('adds the fields that every table has, with their keys and indexes', () => {
    const code = made({ 'table/fields.hbs': fields });
    expect(code).toContain("import { tenants } from './tenants';");
    expect(code).toContain('.references(() => tenants.id)');
    expect(code).toContain("index('orders_tenant_id_idx').on(table.tenantId)");
    expect(code.indexOf('tenantId:')).toBeLessThan(code.indexOf('number:'));
    expect(code.indexOf('number:')).toBeLessThan(code.indexOf('deletedAt:'));
    expect(code.indexOf('deletedAt:')).toBeLessThan(code.indexOf('createdAt:'));
  });

  it('can leave them out by the name of the table', () => {
    const { plan } = planWith({ 'table/fields.hbs': fields.replace("'tenants'", "'orders'") });
    expect(outcome(plan)['src/db/schema/orders.ts']).not.toContain('tenant');
  });

  it('is blamed for what is wrong with a field of its own, and not for one that was typed', () => {
    const own = refusal(() => planWith({ 'table/fields.hbs': 'tenant:references:tenant_s_x\n' }));
    expect(own.path).toBe('templates/table/fields.hbs');
    const typed = refusal(() => planWith({ 'table/fields.hbs': fields }, { name: 'orders', fields: ['a:intt'] }));
    expect(typed.path).toBeUndefined();
    expect(
      refusal(() => planWith({ 'table/fields.hbs': 'number:integer\n{{#each fields}}{{{this}}}\n{{/each}}' })).message,
    ).toContain('number');
  });

  it('keeps a field with a line break in one piece', () => {
    const typed = { name: 'orders', fields: ['status:enum:open,pa\nid'] };
    expect(refusal(() => planWith({ 'table/fields.hbs': fields }, typed)).message).toContain(typed.fields[0]);
  });
});

describe('table/statements.ts.hbs of the project', () => {
  it('makes the code of the table, in a new file as in one that is there', () => {
    const inFolder = planWith({ 'table/statements.ts.hbs': statements });
    const inFile = planWith({ 'table/statements.ts.hbs': statements }, undefined, file);
    for (const [{ plan }, path] of [
      [inFolder, 'src/db/schema/orders.ts'],
      [inFile, 'src/db/schema.ts'],
    ] as const)
      expect(outcome(plan)[path]).toContain('export type Order = typeof orders.$inferSelect;');
  });

  it('completes the imports with what it uses, and compiles', () => {
    const own = statements
      .replace(
        '{{#each columns}}',
        "  ...{{import 'base' from='src/db/base.ts'}},\n  owner: {{use 'uuid'}}('owner').references(() => {{table 'tenants'}}.id),\n{{#each columns}}",
      )
      .replace(
        'export type',
        "export const {{camel (singular name)}}Count = {{import 'sql' from='drizzle-orm'}}`count(*)`{{end}}\nexport type",
      );
    const base = {
      'src/db/base.ts': "import { text } from 'drizzle-orm/pg-core';\nexport const base = { note: text('note') };\n",
    };
    for (const files of [folder, file]) {
      const { root, plan } = planWith({ 'table/statements.ts.hbs': own }, undefined, { ...files, ...base });
      const after = outcome(plan);
      write(root, Object.fromEntries(Object.entries(after).map(([path, text]) => [path, text ?? ''])));
      const [code = ''] = Object.values(after);
      expect(code).toContain(files === folder ? "from '../base'" : "from './base'");
      expect(code).toContain("import { sql } from 'drizzle-orm';");
      expect(compile(root)).toBe('');
    }
  });

  it('is taken with Windows line ends and a byte order mark', () => {
    const windows = `\uFEFF${statements.replaceAll('\n', '\r\n')}`;
    expect(made({ 'table/statements.ts.hbs': windows })).toBe(made({ 'table/statements.ts.hbs': statements }));
  });

  it.each([
    ['a value that is not there', '\n{{nope}}', 2, '"nope"'],
    ['one that only a condition asks for', '\n\n{{#if nope}}x{{/if}}', 3, '"nope"'],
    ['one of a list', '{{#each columns}}\n{{nope}}{{/each}}', 2, '"nope"'],
    ['a helper that is not there', '\n{{nope name}}', 2, '"nope"'],
    ['a syntax error', 'a\n{{#if extras}}\n', 3, 'Parse error on line 3'],
    ['a partial', '{{> header}}', undefined, 'header'],
  ])('with %s is refused by file and line', (_, text, line, said) => {
    const error = refusal(() => planWith({ 'table/statements.ts.hbs': text }));
    expect(error).toMatchObject({ exitCode: 2, path: 'templates/table/statements.ts.hbs', line });
    expect(error.message).toContain(said);
    if (said === '"nope"') expect(error.fix).toContain('columns[] (property, name, code)');
    if (said === '"nope"') expect(error.fix).toContain('use, table, import');
  });

  it.each([
    ['a table that is not in the schema', "{{table 'tenant'}}", 'There is no table "tenant"', 'tenants'],
    ['an import from nowhere', "{{import 'base'}}", 'does not say where from', 'from='],
    ['code that is none', 'export const orders = pgTable(', 'cannot be parsed', 'lockstep templates'],
    ['code without the table', 'export const other = 1;', 'does not export orders', 'lockstep templates'],
  ])('with %s is refused with the mend', (_, text, said, mend) => {
    const error = refusal(() => planWith({ 'table/statements.ts.hbs': text }));
    expect(error.path).toBe('templates/table/statements.ts.hbs');
    expect(error.message).toContain(said);
    expect(error.fix).toContain(mend);
  });
});

describe('names/index.hbs of the project', () => {
  it('names the indexes of tables, columns and index alike, cut to what the engine takes', async () => {
    const templates = {
      'names/index.hbs': 'ix_{{singular table}}__{{#each columns}}{{this}}{{/each}}{{#if unique}}_u{{/if}}\n',
    };
    const answers = { name: 'orders', fields: ['tenant:references:tenants', 'number:integer'] };
    const { root, plan } = planWith(templates, answers);
    const code = outcome(plan)['src/db/schema/orders.ts'] ?? '';
    expect(code).toContain("index('ix_order__tenant_id')");

    write(root, { 'src/db/schema/orders.ts': code });
    const context = { ...contextOf(root), render: projectRenderer(contextOf(root)) };
    const named = async (made: Plan | Promise<Plan>): Promise<string> =>
      outcome(await made)['src/db/schema/orders.ts'] ?? '';
    const columns = { table: 'orders', fields: [`${'long_'.repeat(11)}one:integer:index`] };
    expect(await named(column.plan(column.answers(columns), context))).toMatch(
      /index\('ix_order__long_\w{39}_[0-9a-f]{8}'\)/,
    );
    const unique = { table: 'orders', columns: ['number', 'tenant_id'], unique: true };
    expect(await named(index.plan(index.answers(unique), context))).toContain(
      "uniqueIndex('ix_order__numbertenant_id_u')",
    );
  });

  it('is refused when it gives no name', () => {
    const answers = { name: 'orders', fields: ['tenant:references:tenants'] };
    const error = refusal(() => planWith({ 'names/index.hbs': '{{#if unique}}u{{/if}}' }, answers));
    expect(error).toMatchObject({ path: 'templates/names/index.hbs', exitCode: 2 });
  });
});

describe('the folder templates', () => {
  it('of the project may hold a file of the table too, and other things of no concern', () => {
    const text = '// Owned by the shop team.\n{{#each imports}}\n{{{this}}}\n{{/each}}\n\n{{{statements}}}\n';
    const code = made({ 'table/file.ts.hbs': text, 'query.ts.hbs': '{{broken' });
    expect(code.startsWith('// Owned by the shop team.\nimport ')).toBe(true);
    expect(code.slice(code.indexOf('import'))).toBe(made({}));
  });

  it('may be a file', () => {
    const { plan } = planWith({}, undefined, { ...folder, templates: 'not a folder' });
    expect(outcome(plan)['src/db/schema/orders.ts']).toBe(made({}));
  });
});

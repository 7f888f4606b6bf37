import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { table } from '../../generators/table/index.js';
import { offeredTemplates } from '../../generators/templates.js';
import { command as newCommand } from '../../src/cli/commands/new.js';
import { command } from '../../src/cli/commands/templates.js';
import { templatesFolder } from '../../src/scaffold/templates.js';
import { contextOf, folderWith, write } from '../generators/table/fixture.js';
import { Repository } from '../helpers/repository.js';
import { runCommand } from './run-command.js';

const schema = `import { pgTable, uuid } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
});
`;
const files = {
  'package.json': '{ "name": "shop" }',
  'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
  'src/schema.ts': schema,
};

const run = (cwd: string, argv: string[], which = command) => runCommand(which, cwd, ...argv);

const packaged = (name: string): string => readFileSync(join(templatesFolder(), name), 'utf8');
const own = (root: string, name: string): string => readFileSync(join(root, 'templates', name), 'utf8');

describe('lockstep templates', () => {
  it('copies a template byte for byte, lists it, shows how it differs, and makes tables of it', async () => {
    const root = folderWith(files);
    const name = 'table/fields.hbs';
    const { out: all } = await run(root, []);
    expect(all).toMatch(/^table\/fields\.hbs +packaged +the fields/m);
    expect(all).toMatch(/^init\/plopfile\.mjs\.hbs +packaged +the plopfile/m);
    expect(all).toMatch(/^project\/agents\/skill\.md\.hbs +packaged +part of lockstep new agents$/m);
    // Nothing in a project that is there fills those.
    expect(all).not.toContain('project/shared/tsconfig.json');

    const { out } = await run(root, ['eject', 'table/fields']);
    expect(out).toBe('1 file new\n  templates/table/fields.hbs\n');
    expect(own(root, name)).toBe(packaged(name));
    expect((await run(root, [])).out).toMatch(/^table\/fields\.hbs +own, the same /m);
    expect((await run(root, ['--diff'])).err).toContain('No template of the project differs');

    writeFileSync(join(root, 'templates', name), `${packaged(name)}deleted_at:timestamp\n`);
    expect((await run(root, [])).out).toMatch(/^table\/fields\.hbs +own, \+1 −0 lines /m);
    expect((await run(root, ['--diff'])).out).toContain('+deleted_at:timestamp');
    const json = JSON.parse((await run(root, [name, '--diff', '--format', 'json'])).out);
    expect(json).toMatchObject({ ok: true, templates: [{ name, state: 'own', added: 1, path: `templates/${name}` }] });
    expect(json.templates[0].diff).toContain('+deleted_at:timestamp');

    expect((await run(root, ['table', 'orders'], newCommand)).code).toBe(0);
    expect(readFileSync(join(root, 'src/schema.ts'), 'utf8')).toContain("deletedAt: timestamp('deleted_at'");
  });

  it.each([
    ['{{#if name}}', 'cannot be parsed, line 1'],
    ['{{name}}\n{{#each fields}}', 'cannot be parsed, line 2'],
    ['{{#each lines}}{{code}}{{/each}}{{pascal title}}', 'names lines, title, which is not there'],
  ])('says what is wrong with %j', async (text, wanted) => {
    const root = folderWith({ ...files, 'templates/table/fields.hbs': text });
    expect((await run(root, [])).out).toContain(`own, ${wanted} `);
    const json = JSON.parse((await run(root, ['table/fields', '--format', 'json'])).out);
    expect(json).toMatchObject({ templates: [{ state: 'own', problem: wanted }] });
  });

  it('finds nothing wrong with what the packaged ones do', async () => {
    const names = offeredTemplates().map(({ name }) => name);
    const changed = names
      .filter((name) => name.endsWith('.hbs'))
      .map((name) => [`templates/${name}`, `${packaged(name)}\n`]);
    const json = JSON.parse(
      (await run(folderWith({ ...files, ...Object.fromEntries(changed) }), ['--format', 'json'])).out,
    );
    for (const template of json.templates) expect(template.problem, template.name).toBeUndefined();
  });

  it('overwrites nothing, and is content with what is there already', async () => {
    const root = folderWith({ ...files, 'templates/table/file.ts.hbs': 'mine' });
    await expect(run(root, ['eject', 'table/file.ts.hbs', 'table/fields.hbs'])).rejects.toMatchObject({
      exitCode: 2,
      path: 'templates/table/file.ts.hbs',
      fix: expect.stringContaining('lockstep templates table/file.ts.hbs --diff'),
    });
    expect(own(root, 'table/file.ts.hbs')).toBe('mine');
    expect(() => own(root, 'table/fields.hbs')).toThrow();
    await run(root, ['eject', 'table/fields.hbs']);
    expect((await run(root, ['eject', 'table/fields.hbs'])).out).toContain('Nothing to change');
  });

  it('shows what it would write and writes nothing', async () => {
    const root = folderWith(files);
    const { out, err } = await run(root, ['eject', 'table/fields.hbs', '--dry-run']);
    expect(out).toMatch(/fields\.hbs +\d+ B +new/);
    expect(err).toBe('Dry run: nothing was written.\n');
    expect((await run(root, ['eject', 'table/fields.hbs', '--diff'])).out).toContain('+{{#each fields}}');
    const json = JSON.parse((await run(root, ['eject', 'table/fields.hbs', '--dry-run', '--format', 'json'])).out);
    expect(json).toMatchObject({ ok: true, written: false, changes: [{ path: 'templates/table/fields.hbs' }] });
    expect(() => own(root, 'table/fields.hbs')).toThrow();
  });

  it('writes beside the config of the package that it is run in', async () => {
    const { folder: root } = new Repository();
    write(root, { 'package.json': '{ "name": "all" }' });
    write(join(root, 'packages/db'), files);
    await run(join(root, 'packages/db/src'), ['eject', 'table/fields.hbs']);
    expect(own(join(root, 'packages/db'), 'table/fields.hbs')).toBe(packaged('table/fields.hbs'));
  });

  it.each([
    [['eject', 'table/field.hbs'], 'There is no template "table/field.hbs".', 'Did you mean table/fields.hbs'],
    [['eject', 'nonsense-of-mine'], 'There is no template', 'Templates: '],
    [['eject', '../package.json'], 'There is no template', 'Templates: '],
    [['eject'], 'The argument NAME is missing.', 'lockstep templates eject NAME'],
    [['--format', 'xml'], '--format xml is not known.', 'json'],
  ])('refuses %j', async (argv, message, fix) => {
    await expect(run(folderWith(files), argv)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
      fix: expect.stringContaining(fix),
    });
  });

  it('says of a template which values and helpers it has: those that it is given', async () => {
    const root = folderWith({ 'src/db/schema/users.ts': schema });
    const given: Record<string, { values: string[]; helpers: string[] }> = {};
    const context = contextOf(root);
    table.plan(table.answers({ name: 'orders', fields: ['status:enum:open,paid', 'user:references:users'] }), {
      ...context,
      render: (name, values, helpers) => {
        const inLists = Object.values(values).flatMap((value) =>
          Array.isArray(value) && typeof value[0] === 'object' ? Object.keys(value[0]) : [],
        );
        for (const key of inLists) expect(JSON.stringify(offeredTemplates())).toContain(key);
        given[name] = { values: Object.keys(values).sort(), helpers: Object.keys(helpers ?? {}).sort() };
        return context.render(name, values, helpers);
      },
    });
    const described = offeredTemplates().filter(({ values }) => Object.keys(values).length > 0);
    expect(
      Object.fromEntries(
        described.map(({ name, values, helpers }) => [
          name,
          { values: Object.keys(values).sort(), helpers: Object.keys(helpers).sort() },
        ]),
      ),
    ).toEqual(given);
    const shown = (await run(folderWith(files), ['table/statements'])).out;
    for (const key of ['quotedName', 'callee', 'use', 'import']) expect(shown).toContain(key);
  });
});

import { describe, expect, it } from 'vitest';
import { column } from '../../generators/column/index.js';
import { constraint } from '../../generators/constraint/index.js';
import { index } from '../../generators/index/index.js';
import { renameColumn } from '../../generators/rename-column/index.js';
import { table } from '../../generators/table/index.js';
import type { GeneratorContext, PlannedRename } from '../../src/scaffold/generator.js';
import { contextOf, folderWith, outcome } from './table/fixture.js';

const path = 'src/db/schema/users.ts';
const users = `import { integer, snakeCase, text } from 'drizzle-orm/pg-core';

export const users = snakeCase.table('users', {
  id: integer().primaryKey(),
  fullName: text(),
});
`;
/** `${table.fullName}` as it stands in the code. */
const hole = `\${table.fullName}`;
const context = (text = users): GeneratorContext => contextOf(folderWith({ [path]: text }), { line: 'folders' });

describe('a table that is made with snakeCase.table of drizzle-orm 1.0', () => {
  it('gets columns without written names', () => {
    const plan = column.plan(column.answers({ table: 'users', fields: ['nick_name:text:index'] }), context());
    expect(outcome(plan)[path]).toContain('  nickName: text(),\n}');
    expect(outcome(plan)[path]).toContain("index('users_nick_name_idx').on(table.nickName)");
  });

  it('has columns that SQL calls by their names in snake_case', () => {
    const values = { table: 'users', kind: 'check', expression: "full_name <> ''" };
    const plan = constraint.plan(constraint.answers(values), context());
    expect(outcome(plan)[path]).toContain(`check('users_full_name_check', sql\`${hole} <> ''\`)`);
    const camel = context(users.replaceAll('snakeCase', 'camelCase').replace('fullName', 'full_name'));
    const other = index.plan(index.answers({ table: 'users', columns: ['fullName'] }), camel);
    expect(outcome(other)[path]).toContain("index('users_fullName_idx').on(table.full_name)");
  });

  it('is what a new table is made with', () => {
    const plan = table.plan(
      table.answers({ name: 'orders', fields: ['user:references', 'unit_price:integer'] }),
      context(),
    );
    const made = outcome(plan)['src/db/schema/orders.ts'];
    expect(made).toContain("import { index, integer, snakeCase, timestamp, uuid } from 'drizzle-orm/pg-core';");
    expect(made).toContain("export const orders = snakeCase.table(\n  'orders',");
    expect(made).toContain('userId: integer().references(() => users.id)');
    expect(made).toContain('unitPrice: integer()');
  });

  it('has columns whose new name is that of the property, or is written', async () => {
    const planned: PlannedRename[] = [];
    const renamed = async (to: string, property: boolean): Promise<string> => {
      const planRename = async (one: PlannedRename): Promise<[]> => {
        planned.push(one);
        return [];
      };
      const answers = renameColumn.answers({ table: 'users', column: 'full_name', to, property });
      return outcome(await renameColumn.plan(answers, { ...context(), planRename }))[path] ?? '';
    };

    expect(await renamed('display_name', true)).toContain('  displayName: text(),');
    expect(await renamed('display_name', false)).toContain("  fullName: text('display_name'),");

    expect(planned.map(({ rename }) => rename)).toEqual([
      { kind: 'column', schema: null, table: 'users', from: 'full_name', to: 'display_name' },
      { kind: 'column', schema: null, table: 'users', from: 'full_name', to: 'display_name' },
    ]);
  });
});

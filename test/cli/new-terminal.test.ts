import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { folderWith, repository } from '../generators/table/fixture.js';
import { hasTerminal, inTerminal } from '../helpers/terminal.js';

const schema = `import { pgTable, uuid } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
});
`;

function project(): string {
  const root = folderWith({
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
    'src/schema.ts': schema,
    'lockstep/package.json': '{ "type": "module" }',
  });
  const outdir = join(root, 'lockstep/dist');
  const entryPoints = [join(repository, 'src/cli/main.ts')];
  buildSync({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  symlinkSync(join(repository, 'templates'), join(root, 'lockstep/templates'), 'dir');
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  return root;
}

const newTable = (root: string, answers: [question: string, keys: string][]) =>
  inTerminal(root, [join(root, 'lockstep/dist/main.js'), 'new', 'table'], answers);

describe.skipIf(!hasTerminal)('lockstep new in a terminal', () => {
  it('asks for what is missing', async () => {
    const root = project();
    const { code, shown } = await newTable(root, [
      ['What is the table called?', 'orders\r'],
      ['Which fields does it have?', 'number:integer:required user:references\r'],
      ['What is its primary key?', '\r'],
      ['With created_at and updated_at?', 'n'],
    ]);
    expect(code, shown).toBe(0);
    const now = readFileSync(join(root, 'src/schema.ts'), 'utf8');
    expect(now).toContain("number: integer('number').notNull(),");
    expect(now).not.toContain('createdAt');
  });

  it('stops at Ctrl-C with exit code 130 and nothing written', async () => {
    const root = project();
    const { code, shown } = await newTable(root, [
      ['What is the table called?', 'orders\r'],
      ['Which fields does it have?', 'number:int\x03'],
    ]);
    expect(code, shown).toBe(130);
    expect(shown).toContain('Nothing was changed.');
    expect(readFileSync(join(root, 'src/schema.ts'), 'utf8')).toBe(schema);
  });
});

import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { folderWith, repository } from './generators/table/fixture.js';
import { hasTerminal, inTerminal } from './helpers/terminal.js';

const schema = `import { pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  email: text('email').notNull(),
});
`;

function project(): string {
  const root = folderWith({
    'package.json': '{ "name": "shop", "type": "module" }',
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
    'src/schema.ts': schema,
    'plopfile.js':
      "import { lockstepGenerators } from './lockstep/dist/plop.js';\nexport default (plop) => lockstepGenerators(plop);\n",
    'lockstep/package.json': '{ "type": "module" }',
  });
  buildSync({
    entryPoints: [join(repository, 'src/plop.ts')],
    outdir: join(root, 'lockstep/dist'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  symlinkSync(join(repository, 'templates'), join(root, 'lockstep/templates'), 'dir');
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  return root;
}

const plop = join(repository, 'node_modules/plop/bin/plop.js');

describe.skipIf(!hasTerminal)('plop in a terminal', () => {
  it('asks only what applies to the answers before', async () => {
    const root = project();
    const asked = await inTerminal(
      root,
      [plop, 'constraint', 'users'],
      [
        ['Which kind?', '3\r'],
        ['Which condition?', "email <> ''\r"],
        ['What is it called?', 'filled\r'],
      ],
    );
    expect(asked.code, asked.shown).toBe(0);
    expect(readFileSync(join(root, 'src/schema.ts'), 'utf8')).toContain("check('filled', sql`");
    for (const question of ['Of which columns?', 'Which table does it refer to?', 'is deleted?'])
      expect(asked.shown).not.toContain(question);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { folderWith, repository } from './generators/table/fixture.js';

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

/** Runs plop in a pseudo-terminal and types each text once its question is there. */
function answer(root: string, typed: string, answers: [question: string, keys: string][]) {
  const { CI: _ci, ...env } = process.env;
  const bin = join(repository, 'node_modules/plop/bin/plop.js');
  const command = `stty cols 120 rows 40; '${process.execPath}' '${bin}' ${typed}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: root, env, timeout: 30_000 });
  let shown = '';
  const waiting = [...answers];
  return new Promise<{ code: number | null; shown: string }>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      const next = waiting[0];
      if (next && shown.includes(next[0])) {
        waiting.shift();
        // The question is printed before the prompt listens.
        setTimeout(() => child.stdin.write(next[1]), 200);
      }
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, shown }));
  });
}

const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

describe.skipIf(!hasTerminal)('plop in a terminal', () => {
  it('asks only what applies to the answers before', async () => {
    const root = project();
    const asked = await answer(root, 'constraint users', [
      ['Which kind?', '3\r'],
      ['Which condition?', "email <> ''\r"],
      ['What is it called?', 'filled\r'],
    ]);
    expect(asked.code, asked.shown).toBe(0);
    expect(readFileSync(join(root, 'src/schema.ts'), 'utf8')).toContain("check('filled', sql`");
    for (const question of ['Of which columns?', 'Which table does it refer to?', 'is deleted?'])
      expect(asked.shown).not.toContain(question);
  });
});

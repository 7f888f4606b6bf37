import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTable, committedProject } from '../helpers/project.js';

const root = resolve(import.meta.dirname, '../..');

/** lockstep as it is installed beside its dependencies alone: no engine can be found from it. */
let installed: string;
beforeAll(() => {
  installed = mkdtempSync(join(tmpdir(), 'lockstep-installed-'));
  for (const part of ['dist', 'templates', 'package.json']) {
    cpSync(join(root, part), join(installed, part), { recursive: true });
  }
  const manifest: { dependencies: object } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(installed, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link, 'junction');
  }
});
afterAll(() => rmSync(installed, { recursive: true, force: true }));

/** Runs the installed lockstep in a project that has no engine either. */
function lockstep(folder: string, ...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(installed, 'dist/cli.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

test.each([
  ['postgresql', '@electric-sql/pglite'],
  ['sqlite', '@libsql/client'],
] as const)(
  'without an engine for %s a migration gets its down file, which says how to prove it',
  (dialect, engine) => {
    const repository = committedProject(dialect);
    addTable(repository, 'orders', dialect);

    const { code, stdout } = lockstep(repository.folder, 'generate', '--name', 'add_orders');

    expect(code).toBe(0);
    expect(stdout).toContain(`not proven: ${engine} is not installed`);
    expect(stdout).toContain(`To prove it: npm i -D ${engine}\n`);
    const down = repository.read('drizzle/0001_add_orders.down.sql');
    expect(down).toContain(`\n-- To prove it: npm i -D ${engine}\n`);
    expect(down).toContain('DROP TABLE');

    const proof = lockstep(repository.folder, 'prove', '0001');
    expect(proof.code).toBe(2);
    expect(proof.stderr).toContain(`npm i -D ${engine}`);
  },
);

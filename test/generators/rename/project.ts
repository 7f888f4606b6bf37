import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext } from '../../../generators/context.js';
import { renameColumn } from '../../../generators/rename-column/index.js';
import { renameTable } from '../../../generators/rename-table/index.js';
import { findProject } from '../../../src/cli/find-project.js';
import { readHistory } from '../../../src/history/read.js';
import type { Dialect } from '../../../src/project/dialects.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { writePlan } from '../../../src/scaffold/write.js';
import { folderWith, linkModules } from '../table/fixture.js';

export const path = 'src/schema.ts';

/** What was generated, by all that it was generated from: the projects of a file's tests often begin alike. */
const generated = new Map<string, string>();

/** A project whose schema is generated: with this repository's drizzle-kit, or with that of `packages`. */
export function projectWith(dialect: Dialect, schema: string | Record<string, string>, packages?: string): string {
  const files = typeof schema === 'string' ? { [path]: schema } : schema;
  const root = folderWith({
    'package.json': '{ "name": "shop", "type": "module" }\n',
    'drizzle.config.ts': `export default { dialect: '${dialect}', schema: './src', out: './drizzle' };\n`,
    ...files,
  });
  if (packages === undefined) linkModules(root);
  else {
    mkdirSync(join(root, 'node_modules'));
    for (const name of ['drizzle-kit', 'drizzle-orm'])
      symlinkSync(join(packages, name), join(root, 'node_modules', name), 'junction');
  }
  const key = JSON.stringify([dialect, files, packages]);
  const known = generated.get(key);
  if (known !== undefined) {
    cpSync(known, join(root, 'drizzle'), { recursive: true });
    return root;
  }
  generate(root, 'init');
  const kept = mkdtempSync(join(tmpdir(), 'lockstep-generated-'));
  process.on('exit', () => rmSync(kept, { recursive: true, force: true }));
  cpSync(join(root, 'drizzle'), kept, { recursive: true });
  generated.set(key, kept);
  return root;
}

/** What drizzle-kit generate says. */
export function generate(root: string, name: string): string {
  const bin = join(root, 'node_modules/drizzle-kit/bin.cjs');
  const { stdout, stderr } = spawnSync(process.execPath, [bin, 'generate', `--name=${name}`], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    input: '',
  });
  return stdout + stderr;
}

/** Plans a rename of a column (`users.email mail`) or of a table (`users people`) and writes it. */
export async function rename(root: string, what: string, to: string, code = false): Promise<Plan> {
  const context = await createContext(await findProject(root, {}));
  const [table = '', column] = what.split('.');
  const plan = await (column === undefined
    ? renameTable.plan(renameTable.answers({ table, to, export: code }), context)
    : renameColumn.plan(renameColumn.answers({ table, column, to, property: code }), context));
  await writePlan(plan);
  return plan;
}

/** The SQL of every migration, in order. */
export async function migrations(root: string): Promise<string[]> {
  const { tree, project } = await findProject(root, {});
  const history = await readHistory(tree, project.out);
  return Promise.all(history.migrations.map(async ({ sql }) => (await tree.read(sql)) ?? ''));
}

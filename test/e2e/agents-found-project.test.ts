import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { folderWith } from '../generators/table/fixture.js';
import { drizzle1 } from '../guard/rebase/drizzle-1.js';
import { cli } from '../helpers/repository.js';
import { codeOf } from './helpers/agents-code.js';
import { installHere, writeFiles } from './helpers/agents-installed.js';
import { Instructed } from './helpers/agents-instructed.js';

const port = 20_000 + (process.pid % 20_000);

/** A package of a repository with another default branch; none of its scripts is drizzle-lockstep's. */
describe('the instructions in a project that was there before', () => {
  const project = new Instructed('packages/db');
  const { root } = project;
  beforeAll(() => {
    const packages = drizzle1();
    writeFiles(root, {
      'package.json': '{ "name": "@shop/db", "type": "module", "dependencies": { "@libsql/client": "1" } }\n',
      'package-lock.json': '{}',
      'tsconfig.json':
        '{ "compilerOptions": { "module": "nodenext", "strict": true, "skipLibCheck": true, "types": [] }, "include": ["src"] }\n',
      'drizzle.config.ts':
        "export default { dialect: 'sqlite', schema: './src/tables.ts', out: './migrations', dbCredentials: { url: 'file:data.db' } };\n",
      'src/tables.ts':
        "import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\n\nexport const users = sqliteTable('users', { id: text().primaryKey() });\n",
      '.gitignore': 'node_modules\ndata.db*\n',
    });
    installHere(root, packages ?? undefined);
    project.sh(
      'git init -q -b master ../.. && lockstep generate --name init && lockstep migrate && git add -A && git commit -qm Start',
    );
    project.sh('lockstep new agents --for agents-md,claude,cursor,opencode && git add -A && git commit -qm Agents');
  });

  it('have only commands that do what they say', async () => {
    project.run('npx lockstep check');
    project.run('npx lockstep new table orders number:integer:required total:numeric:10,2:required');
    project.run('npx lockstep generate --name add_orders');
    project.run('npx tsc --noEmit');
    project.run('npx lockstep status');
    project.run('npx lockstep migrate');
    project.run('npx lockstep drift');
    await project.startAndStop('npx drizzle-kit studio', ` --port ${port}`, /Studio is up/);
    project.run('git add src/tables.ts migrations && git commit -m "Add orders"');

    project.run('npx lockstep new column orders note:text');
    project.run('npx lockstep new table invoices order:references:orders amount:integer:required');
    project.sh('lockstep generate');
    project.run('npx lockstep new index orders number');
    project.sh('lockstep generate && lockstep migrate');
    project.run('npx lockstep rollback');
    project.run('npx lockstep new relation invoices order:one');
    project.run(`npx lockstep new backfill orders note --set "'none'" --as migration`);
    project.run('npx lockstep new constraint orders check --expression "number > 0" --name orders_number_check');
    project.runUntilReview('npx lockstep generate');
    project.run('npx lockstep new rename-column orders note remark');
    project.run('npx lockstep new rename-table invoices bills');
    project.run('npx lockstep new drop-column orders remark');
    project.run('npx lockstep undo');
    project.run('npx lockstep impact orders.remark');
    project.sh('lockstep new drop-column orders remark');
    project.runUntilReview('npx lockstep generate');
    project.run('npx lockstep generate --custom --name fill_totals');
    project.append(
      'migrations',
      /fill_totals(?:\/migration)?\.sql$/,
      '\nUPDATE orders SET total = 0 WHERE total IS NULL;\n',
    );
    project.run('npx lockstep down');
    project.run('npx lockstep prove');
    project.approveAll('npx lockstep approve TAG drop-column:orders.remark --reason "…"', 'drop-column:orders.remark');
    project.run('npx lockstep review');
    project.run('git add migrations');
    project.sh(
      'git add -A && git commit -qm "All the rest" && git switch -qc other && lockstep generate --custom --name again',
    );
    project.sh('git add migrations');
    project.run('git restore --source=master --staged --worktree migrations');
    expect(project.sh('git status --porcelain')).toBe('');
    project.run('npx lockstep rebase');
    project.run('npx lockstep doctor');
    project.sh('lockstep migrate');
  });

  it('have no command that was not run, and nothing that is left to fill in', () => project.expectAllRun());
});

test('what only PostgreSQL has works as well', async () => {
  const root = folderWith({
    'package.json': '{ "name": "shop", "dependencies": { "pg": "8" } }\n',
    'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };\n",
    'schema.ts':
      "import { pgTable, text } from 'drizzle-orm/pg-core';\n\nexport const users = pgTable('users', { id: text().primaryKey() });\n",
  });
  const lockstep = (args: string[]) => execFileSync(process.execPath, [cli, ...args], { cwd: root, encoding: 'utf8' });
  lockstep(['new', 'agents', '--for', 'agents-md']);
  const commands = codeOf(readFileSync(join(root, 'AGENTS.md'), 'utf8')).filter((code) => code.includes(' new enum '));
  expect(commands).toHaveLength(2);
  for (const command of commands) lockstep(command.replace('npx lockstep ', '').split(' '));
  expect(readFileSync(join(root, 'schema.ts'), 'utf8')).toContain(
    "pgEnum('order_status', ['open', 'paid', 'shipped'])",
  );
});

import { beforeAll, describe, expect, it } from 'vitest';
import { drizzle1 } from '../../guard/rebase/drizzle-1.js';
import { installHere, writeFiles } from './installed.js';
import { Instructed } from './instructed.js';

const port = 20_000 + (process.pid % 20_000);

/** Its repository has another default branch, its config another name, and nothing of drizzle-lockstep is in it. */
describe('the instructions in a project that was there before', () => {
  const project = new Instructed('packages/db');
  const { root } = project;
  beforeAll(() => {
    const packages = drizzle1();
    writeFiles(root, {
      'package.json': '{ "name": "@shop/db", "type": "module", "dependencies": { "@electric-sql/pglite": "1" } }\n',
      'package-lock.json': '{}',
      'tsconfig.json':
        '{ "compilerOptions": { "module": "nodenext", "strict": true, "skipLibCheck": true, "types": [] }, "include": ["src"] }\n',
      'drizzle.config.ts':
        "export default { dialect: 'postgresql', driver: 'pglite', schema: './src/tables.ts', out: './migrations', dbCredentials: { url: './data' } };\n",
      'src/tables.ts':
        "import { pgTable, text } from 'drizzle-orm/pg-core';\n\nexport const users = pgTable('users', { id: text().primaryKey() });\n",
      '.gitignore': 'node_modules\ndata\n',
    });
    installHere(root, packages ?? undefined);
    project.sh(
      'git init -q -b master ../.. && npx lockstep generate --name init && git add -A && git commit -qm Start',
    );
    project.sh('npx lockstep new agents --for agents-md,claude,cursor,opencode && git add -A && git commit -qm Agents');
  });

  it('have only commands that do what they say', { timeout: 180_000 }, async () => {
    project.run('npx lockstep check');
    project.run('npx lockstep new table orders number:integer:required total:numeric:10,2:required');
    project.run('npx lockstep generate --name add_orders');
    project.run('npx tsc --noEmit');
    project.run('npx drizzle-kit migrate');
    await project.startAndStop('npx drizzle-kit studio', ` --port ${port}`, /Studio is up/);
    project.run('git add src/tables.ts migrations && git commit -m "Add orders"');

    project.run('npx lockstep new column orders note:text');
    project.run('npx lockstep new table invoices order:references:orders amount:integer:required');
    project.run('npx lockstep new index orders number');
    project.run('npx lockstep new constraint orders check --expression "number > 0" --name orders_number_check');
    project.run('npx lockstep new enum order_status open paid');
    project.run('npx lockstep new enum order_status --add shipped --after paid');
    project.run('npx lockstep generate');
    project.run('npx lockstep new rename-column orders note remark');
    project.run('npx lockstep new rename-table invoices bills');
    project.run('npx lockstep new drop-column orders remark');
    project.sh('npx lockstep generate');
    project.run('npx lockstep generate --custom --name fill_totals');
    project.run('npx lockstep down');
    project.run('npx lockstep prove');
    project.run('git add migrations');
    project.sh('git commit -qm "All the rest" && git switch -qc other && npx lockstep generate --custom --name again');
    project.sh('git add migrations');
    project.run('git restore --source=master --staged --worktree migrations');
    expect(project.sh('git status --porcelain')).toBe('');
    project.run('npx lockstep rebase');
    project.sh('npx drizzle-kit migrate');
  });

  it('have no command that was not run, and nothing that is left to fill in', () => project.expectAllRun());
});

import { beforeAll, describe, expect, it } from 'vitest';
import { agentNames } from '../../generators/agents/facts.js';
import { planProject } from '../../generators/project/index.js';
import { packagedRenderer } from '../../src/scaffold/templates.js';
import { writePlan } from '../../src/scaffold/write.js';
import { answersFor } from '../generators/project/answers.js';
import { installHere } from './helpers/agents-installed.js';
import { Instructed } from './helpers/agents-instructed.js';

const port = 20_000 + (process.pid % 20_000);

describe('the instructions in a project that was just made', () => {
  const project = new Instructed();
  const { root } = project;
  beforeAll(async () => {
    const answers = answersFor('libsql', { agents: [...agentNames], hooks: false, ci: 'none' });
    await writePlan(planProject(root, answers, { render: packagedRenderer(), read: () => null }));
    installHere(root);
    project.sh(
      'git init -q -b main && lockstep generate --name init && lockstep migrate && git add -A && git commit -qm Start',
    );
  });

  it('have only commands that do what they say, in the order in which an agent needs them', async () => {
    project.run('npm run db:check');
    project.run('npm run db:new -- table orders number:integer:required total:numeric:10,2:required');
    project.run('npm run typecheck');
    project.run('npm run db:generate -- --name add_orders');
    project.run('npm run db:status');
    project.run('npm run db:migrate');
    project.run('npm run db:drift');
    // Later drizzle-kit sees differences in what migrations wrote, and there is no terminal to ask in.
    project.run('npm run db:push');
    project.run('npm test');
    await project.startAndStop('npm run db:studio', ` -- --port ${port}`, /Studio is up/);
    project.run('git add src/db/schema drizzle && git commit -m "Add orders"');

    project.run('npm run db:new -- column orders note:text');
    project.run('npm run db:new -- table invoices order:references:orders amount:integer:required');
    project.sh('lockstep generate');
    project.run('npm run db:new -- index orders number');
    // An index is gone without a loss.
    project.sh('lockstep generate && lockstep migrate');
    project.run('npm run db:rollback');
    project.run('npm run db:new -- relation invoices order:one');
    project.run(`npm run db:new -- backfill orders note --set "'none'" --as migration`);
    project.run('npm run db:new -- constraint orders check --expression "number > 0" --name orders_number_check');
    project.runUntilReview('npm run db:generate');
    project.run('npm run db:new -- rename-column orders note remark');
    project.run('npm run db:new -- rename-table invoices bills');
    project.run('npm run db:new -- drop-column orders remark');
    project.run('npx lockstep undo');
    project.run('npx lockstep impact orders.remark');
    project.sh('lockstep new drop-column orders remark');
    project.runUntilReview('npm run db:generate');
    project.run('npm run db:generate -- --custom --name fill_totals');
    project.append('drizzle', /fill_totals\.sql$/, '\nUPDATE orders SET total = 0 WHERE total IS NULL;\n');
    project.run('npm run db:down');
    project.run('npm run db:prove');
    project.sh('lockstep migrate');
    project.run('git add drizzle');
    project.approveAll('npx lockstep approve TAG drop-column:orders.remark --reason "…"', 'drop-column:orders.remark');
    project.run('npm run db:review');
    project.sh('lockstep check && git add -A && git commit -qm "All the rest" && git switch -qc other');

    project.sh('lockstep generate --custom --name again && git add drizzle');
    project.run('git restore --source=main --staged --worktree drizzle');
    expect(project.sh('git status --porcelain')).toBe('');
    project.run('npx lockstep rebase');
    project.run('npx lockstep doctor');
  });

  it('have no command that was not run, and nothing that is left to fill in', () => project.expectAllRun());
});

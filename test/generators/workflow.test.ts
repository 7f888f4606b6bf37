import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addTable, generate } from '../helpers/project.js';
import type { Repository } from '../helpers/repository.js';
import { projectWithHooks } from './hooked-project.js';
import { answersFor, contentOf, planFor } from './project/answers.js';

/** The steps of the generated workflow that stand under a condition, each as that and its command. */
function conditionalSteps(): [when: string, run: string][] {
  const workflow = contentOf(planFor(answersFor('pglite')), '.github/workflows/database.yml');
  return [...workflow.matchAll(/ {8}if: (.*)\n {8}run: (.*)\n/g)].map(([, when = '', run = '']) => [when, run]);
}

/** Runs a step as GitHub does: by a shell that stops at the first failure. */
function runStep(repository: Repository, step: string, env: Record<string, string>): { code: number; lines: string[] } {
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', step], {
    cwd: repository.folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  expect(stderr).not.toContain('This is a bug');
  return { code: status ?? -1, lines: stdout.split('\n') };
}

test('a pull request is annotated where one of its commits lacks the migration, although its end has it', () => {
  const repository = projectWithHooks();
  const manifest = JSON.parse(repository.read('package.json'));
  repository.write(
    'package.json',
    JSON.stringify({ ...manifest, scripts: { 'db:check': 'lockstep check', 'db:review': 'lockstep review' } }),
  );
  generate(repository, 'init');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  repository.git('update-ref', 'refs/remotes/origin/main', 'main');
  repository.git('checkout', '-qb', 'feature');
  addTable(repository, 'orders');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Orders', '--no-verify');
  const broken = repository.git('rev-parse', 'HEAD').trim().slice(0, 9);
  generate(repository, 'add_orders');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Their migration');
  // GitHub checks the merge out that the pull request would make.
  repository.git('checkout', '-q', '--detach', 'main');
  repository.git('merge', '-q', '--no-ff', '--no-edit', '--no-verify', 'feature');

  const steps = conditionalSteps();
  const whenPullRequest = "github.event_name == 'pull_request'";
  expect(steps.map(([when]) => when)).toEqual([
    whenPullRequest,
    whenPullRequest,
    "github.event_name != 'pull_request'",
  ]);
  const [review = '', onPullRequest = '', onPush = ''] = steps.map(([, run]) => run);

  const pullRequest = runStep(repository, onPullRequest, { GITHUB_BASE_REF: 'main' });
  const annotations = pullRequest.lines.filter((line) => line.startsWith('::'));
  expect(annotations).toHaveLength(1);
  expect(annotations[0]).toContain(
    `::error file=src/schema/orders.ts,line=3,title=lockstep/schema-ahead in commit ${broken}::`,
  );
  expect(annotations[0]).toContain('CREATE TABLE "orders"');
  expect(pullRequest.code).toBe(1);

  const push = runStep(repository, onPush, {});
  expect(push.lines.filter((line) => line.startsWith('::'))).toEqual([]);
  expect(push.code).toBe(0);

  // The review goes to the summary and nowhere else; what it finds is the check's to refuse.
  const reviewed = () => {
    rmSync(summary, { force: true });
    const { code, lines } = runStep(repository, review, { GITHUB_BASE_REF: 'main', GITHUB_STEP_SUMMARY: summary });
    expect([code, lines]).toEqual([0, ['']]);
    return readFileSync(summary, 'utf8');
  };
  const summary = join(repository.folder, 'node_modules/summary.md');
  expect(reviewed()).toMatch(
    /^<!-- drizzle-lockstep -->\n### ✅ lockstep review: no risk found\n[\s\S]*CREATE TABLE "orders"/,
  );
  const [path = ''] = repository.git('ls-files', 'drizzle/*_add_orders.sql').trim().split('\n');
  repository.write(path, 'DROP TABLE "users";\n');
  expect(reviewed()).toContain('review/drop-table');
  expect(runStep(repository, review, { GITHUB_BASE_REF: 'gone', GITHUB_STEP_SUMMARY: summary }).code).toBe(1);
});

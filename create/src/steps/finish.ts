import { relative } from 'node:path';
import { packageManagerCommands } from '../../../generators/project/package-managers.js';
import { planToJson, summary } from '../../../src/scaffold/show.js';
import type { Context, StepResult } from '../context.js';
import { firstCommit } from './git.js';

type Part = Pick<
  Context,
  'root' | 'cwd' | 'flags' | 'answers' | 'plan' | 'done' | 'failures' | 'notes' | 'surroundings' | 'terminal'
>;

/** Says what was done, what was not, and what comes next. Exit code 1 when something failed. */
export async function finish(context: Part): Promise<StepResult> {
  const { terminal, flags, failures, notes, plan, done, root, answers } = context;
  const steps = nextSteps(context);
  for (const failure of failures) {
    terminal.err(`\n${failure.message}`);
    if (failure.output !== undefined && failure.output !== '') terminal.err(indented(lastLines(failure.output, 30)));
    if (failure.fix !== undefined) terminal.err(`→ ${failure.fix}`);
  }
  for (const note of notes) terminal.err(`\n${note}`);
  const end = failures.length === 0 ? 0 : 1;
  if (flags.json) {
    const { changes } = planToJson(plan);
    const files = changes.map(({ path, status, size }) => ({ path, status, size }));
    terminal.out(
      JSON.stringify(
        { ok: end === 0, root, name: answers.name, done, files, failures, notes, nextSteps: steps },
        null,
        2,
      ),
    );
    return { end };
  }
  const lines = [`${answers.name}: ${summary(plan)}. ${state(done)}`, '', 'Next:', ...steps.map((step) => `  ${step}`)];
  if (terminal.interactive && !flags.yes) (await terminal.prompts()).outro(lines[0] ?? '');
  else terminal.out(lines[0] ?? '');
  terminal.out(lines.slice(1).join('\n'));
  return { end };
}

function state(done: Context['done']): string {
  const parts = [
    ...(done.installed ? ['dependencies installed'] : []),
    ...(done.migrated ? ['first migration applied'] : done.generated ? ['first migration generated'] : []),
    ...(done.committed ? ['first commit made'] : []),
  ];
  const text = parts.join(', ');
  return text === '' ? 'Nothing is installed yet.' : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

/** The commands that are left, in their order: what was not done here, then the first change of the schema. */
export function nextSteps(
  context: Pick<Part, 'root' | 'cwd' | 'answers' | 'done' | 'surroundings' | 'plan'>,
): string[] {
  const { root, cwd, answers, done, surroundings, plan } = context;
  const pm = packageManagerCommands[answers.pm];
  const way = relative(cwd, root);
  const over = new Set([
    ...(done.installed ? [pm.install] : []),
    ...(done.generated ? [pm.runWith('db:generate', '--name init')] : []),
    ...(done.migrated ? [pm.run('db:migrate')] : []),
  ]);
  return [
    ...(way === '' ? [] : [`cd ${quoted(way)}`]),
    ...(surroundings.git && surroundings.repository === null && !done.repository ? ['git init'] : []),
    ...(plan.nextSteps ?? []).filter((step) => !over.has(step)),
    ...(surroundings.git && !done.committed ? ['git add .', `git commit -m "${firstCommit}"`] : []),
    pm.runWith('db:new', 'table posts title:string:required'),
  ];
}

/** As a shell takes it: in quotes where a letter could mean something to it. */
function quoted(path: string): string {
  if (/^[\p{L}\p{N}._/\\:@+-]+$/u.test(path)) return path;
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}

function lastLines(text: string, count: number): string {
  const lines = text.split('\n');
  return lines.length <= count ? text : ['…', ...lines.slice(-count)].join('\n');
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}

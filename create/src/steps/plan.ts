import { basename } from 'node:path';
import { planProject } from '../../../generators/project/index.js';
import { conflicts, type Decision, decideConflicts, settleConflicts } from '../../../src/scaffold/conflicts.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { readFolder } from '../../../src/scaffold/reader.js';
import { planToJson, renderDiff, renderTree } from '../../../src/scaffold/show.js';
import { packagedRenderer } from '../../../src/scaffold/templates.js';
import { writePlan } from '../../../src/scaffold/write.js';
import type { Context, StepResult } from '../context.js';

/** Makes the plan of the project, and settles what exists and differs. */
export async function makePlan(
  context: Pick<Context, 'root' | 'answers' | 'plan' | 'policy' | 'flags' | 'terminal'>,
): Promise<StepResult> {
  const { root, answers, policy, flags } = context;
  const made = planProject(root, answers, { render: packagedRenderer(), read: readFolder(root).read });
  if (policy === 'ask') context.plan = await askConflicts(made, context);
  // A dry run shows the conflicts as such instead of stopping at them.
  else context.plan = flags.dryRun && policy === 'stop' ? made : settleConflicts(made, policy);
  return undefined;
}

async function askConflicts(plan: Plan, { terminal }: Pick<Context, 'terminal'>): Promise<Plan> {
  const prompts = await terminal.prompts();
  const decisions = new Map<string, Decision>();
  for (const change of conflicts(plan)) {
    const decision = await prompts.select<Decision>({
      message: `${change.path} exists and differs.`,
      choices: [
        { value: 'keep', label: 'Keep it' },
        ...(change.merge === undefined ? [] : [{ value: 'merge', label: 'Add what is missing' } as const]),
        { value: 'overwrite', label: 'Overwrite it' },
      ],
      initial: change.merge === undefined ? 'keep' : 'merge',
    });
    decisions.set(change.path, decision);
  }
  return decideConflicts(plan, (change) => decisions.get(change.path) ?? 'keep');
}

/** `--dry-run` and `--diff`: shows the plan and ends. Exit code 2 when the real run would stop at a conflict. */
export function showPlan({ flags, plan, terminal }: Pick<Context, 'flags' | 'plan' | 'terminal'>): StepResult {
  if (!flags.dryRun) return undefined;
  const clashes = conflicts(plan).length;
  if (flags.json) {
    terminal.out(
      JSON.stringify({ ok: clashes === 0, dryRun: true, ...planToJson(plan, { diff: flags.diff }) }, null, 2),
    );
  } else terminal.out(flags.diff ? renderDiff(plan).trimEnd() : renderTree(plan, basename(plan.root)));
  if (clashes === 0) {
    terminal.err('A dry run: nothing was written.');
    return { end: 0 };
  }
  const subject = clashes === 1 ? 'One file exists and differs' : `${clashes} files exist and differ`;
  terminal.err(`A dry run: nothing was written. ${subject}; the real run needs --merge or --force.`);
  return { end: 2 };
}

/** Writes the plan, all of it or nothing. */
export async function write({ plan, done, signal }: Pick<Context, 'plan' | 'done' | 'signal'>): Promise<StepResult> {
  await writePlan(plan, { signal });
  done.written = true;
  return undefined;
}

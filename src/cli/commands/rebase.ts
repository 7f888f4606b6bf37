import { randomUUID } from 'node:crypto';
import { readdirSync, rmdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { planRebase } from '../../guard/rebase/rebase.js';
import type { MovedMigration, Rebase } from '../../guard/rebase/result.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import type { FoundProject } from '../../project/find.js';
import type { Plan } from '../../scaffold/plan.js';
import { planToJson, renderDiff, renderTree } from '../../scaffold/show.js';
import { writePlan } from '../../scaffold/write.js';
import type { Command, Io } from '../command.js';
import { findProject } from '../find-project.js';
import { downMaker } from '../rollback/down-maker.js';
import { interruption } from '../rollback/interrupt.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'rebase',
  summary: "Put this branch's migrations on top of the base branch's",
  help: `Takes the base branch's migrations as they are and makes this branch's anew on top of them: in their order, with new
numbers and times, hand-written SQL kept, down files renewed. Works in the middle of git merge, git rebase and git
cherry-pick, with the journal in conflict, and before a merge.

Usage: lockstep rebase [--onto REV] [--dry-run] [--diff] [--config PATH] [--format text|json]

  --onto REV       whose migrations stay (default: the base branch; in a merge the side that is on it or nearer to
                   it, in a rebase HEAD)
  --dry-run        show what would be done, and do nothing
  --diff           show every change as a diff
  --config PATH    the drizzle config, where there are several
  --format FORMAT  text, or json: one object on stdout

Exit code: 0 done, or nothing to do; 1 it cannot be done, and nothing was changed; 2 wrong usage or environment.

Examples:
  git merge main || lockstep rebase   resolve the conflict in the journal
  lockstep rebase --dry-run           show the plan
  lockstep rebase --onto origin/main  before merging
`,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: {
        onto: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        diff: { type: 'boolean', default: false },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
      },
    });
    const { format, diff, 'dry-run': dryRun } = values;
    if (format !== 'text' && format !== 'json') {
      throw new LockstepError(`--format ${format} is not known.`, { fix: 'Use --format text or --format json.' });
    }
    const found = await findProject(io.cwd, { config: values.config });
    const { tree, project } = found;
    const planned = await planRebase({
      tree,
      project,
      onto: values.onto,
      makeDowns: downMaker(found, io),
      newId: randomUUID,
      now: Date.now(),
    });
    const rebase = await withTypedCommands(planned, found);
    const written = rebase.plan !== null && !dryRun;
    if (rebase.plan !== null && written) {
      await writePlan(rebase.plan, { signal: interruption });
      removeEmptyFolders(rebase.plan);
    }
    if (format === 'json') io.out(`${JSON.stringify(asJson(rebase, { written, diff }), null, 2)}\n`);
    else tell(rebase, { written, diff }, io);
    return 0;
  },
};

/** `lockstep generate` as one types it in this project. */
async function withTypedCommands(rebase: Rebase, { root, tree, project }: FoundProject): Promise<Rebase> {
  if (rebase.plan?.nextSteps === undefined) return rebase;
  const generate = await typedCommand(root, 'db:generate', `lockstep generate${configOption(tree, project)}`);
  const nextSteps = rebase.plan.nextSteps.map((step) => (step === 'lockstep generate' ? generate : step));
  return { ...rebase, plan: { ...rebase.plan, nextSteps } };
}

/** git does not know folders; drizzle-kit 1.0 takes one for a migration. */
function removeEmptyFolders({ root, changes }: Plan): void {
  for (const { path } of changes.filter(({ after }) => after === null)) {
    const folder = dirname(join(root, path));
    try {
      if (readdirSync(folder).length === 0) rmdirSync(folder);
    } catch {}
  }
}

function asJson({ plan, ...rebase }: Rebase, { written, diff }: { written: boolean; diff: boolean }) {
  const { changes, nextSteps } = plan === null ? { changes: [], nextSteps: [] } : planToJson(plan, { diff });
  return { ok: true, written, ...rebase, changes, nextSteps };
}

function tell(rebase: Rebase, { written, diff }: { written: boolean; diff: boolean }, io: Io): void {
  const { plan, base, taken, migrations, schema, databases, notes } = rebase;
  const paint = (format: Parameters<typeof style>[0], text: string): string => style(format, text, process.stdout);
  for (const note of notes) io.out(`${plan === null ? `${paint('green', '✓')} ` : ''}${note}\n`);
  if (plan === null) return;
  const lines = [`On top of ${base.name} (${base.commit.slice(0, 9)}), whose migrations stay as they are.`];
  if (taken.length > 0) lines.push(`Taken from it: ${taken.join(', ')}`);
  if (migrations.length > 0) lines.push('', ...migrations.map((migration) => movedLine(migration, paint)));
  io.out(`${lines.join('\n')}\n\n`);
  if (diff) io.out(`${renderDiff(plan).trimEnd()}\n\n`);
  else if (!written) io.out(`${renderTree(plan, basename(plan.root))}\n\n`);
  for (const line of schemaLines(rebase, paint)) io.out(`${line}\n`);
  if (databases !== '') io.out(`\nDatabases:\n${databases.replaceAll(/^/gm, '  ')}\n`);
  const steps = plan.nextSteps ?? [];
  if (written) io.out(`\nNext:\n${steps.map((step) => `  ${paint('cyan', step)}`).join('\n')}\n`);
  else io.err('Dry run: nothing was written.\n');
  if (schema.kind === 'unreadable')
    io.err('The schema has to be resolved before you go on; then run lockstep check.\n');
}

const origins = {
  kept: 'its SQL as it was',
  regenerated: 'its SQL generated anew for the new base',
  mixed: 'generated statements made anew, hand-written ones kept',
};

const downs = {
  renewed: ', down file renewed',
  kept: ', down file kept',
  stale: ', down file written by hand for the former SQL: look at it',
};

function movedLine({ from, to, sql, down }: MovedMigration, paint: (format: 'green', text: string) => string): string {
  const note = `${origins[sql]}${down === null ? '' : downs[down]}`;
  return `${paint('green', '✓')} ${from} → ${to}  (${note})`;
}

function schemaLines({ schema, base }: Rebase, paint: (format: 'green' | 'yellow', text: string) => string): string[] {
  switch (schema.kind) {
    case 'lockstep':
      return [`${paint('green', '✓')} Schema and migrations are in lockstep.`];
    case 'not merged':
      return [`${paint('yellow', '!')} The schema of ${base.name} is not in this branch yet: merge it next.`];
    case 'unreadable':
      return [`${paint('yellow', '!')} The schema cannot be compared yet: ${schema.message}`];
    case 'different':
      return [
        `${paint('yellow', '!')} The schema has changes that no migration makes: a migration for them is next.`,
        ...schema.statements.map((statement) => paint('yellow', `    ${statement}`)),
      ];
  }
}

import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import type { Finding } from '../../finding.js';
import { isMadeFor, isTemplate, splitDown } from '../../history/down-header.js';
import type { Migration } from '../../history/history.js';
import { type MadeDown, makeDowns } from '../../rollback/make-downs.js';
import type { Plan } from '../../scaffold/plan.js';
import { planToJson, renderDiff, renderTree } from '../../scaffold/show.js';
import { writePlan } from '../../scaffold/write.js';
import type { Command, Io } from '../command.js';
import { interruption } from '../rollback/interrupt.js';
import { faultsOf, namedMigrations, type OpenedJob, openJob } from '../rollback/open-job.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'down',
  summary: 'Write the files that undo migrations, from the migrations themselves',
  help: `Writes the down file of each migration: what undoes it, found by running it on the embedded engine of its dialect,
and what is lost all the same. A file that somebody has edited is left as it is.

Usage: lockstep down [TAG… | --all] [--dry-run] [--diff] [--config PATH] [--format text|json]

  TAG              a migration, by its tag, the beginning of it, or the path of its file
  --all            every migration of the history
                   (without either: those after "since" that have none, or one for other SQL)
  --dry-run        show what would be written, and write nothing
  --diff           show every change as a diff
  --config PATH    the drizzle config, where there are several
  --format FORMAT  text, or json: one object on stdout

What the embedded engine does not have, an extension for one, a server may: LOCKSTEP_PROOF_URL names one on which
lockstep makes databases of its own, and drops them.

Exit code: 0 every file is as it should be, 1 a migration could not be read, 2 wrong usage or environment.

Examples:
  lockstep down                 what is missing, or was made for other SQL
  lockstep down 0007            one migration
  lockstep down --all --dry-run what an existing history would get
`,
  async run(argv, io) {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        diff: { type: 'boolean', default: false },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
      },
    });
    const { all, diff, format, 'dry-run': dryRun } = values;
    if (format !== 'text' && format !== 'json') {
      throw new LockstepError(`--format ${format} is not known.`, { fix: 'Use --format text or --format json.' });
    }
    if (all && positionals.length > 0) {
      throw new LockstepError('--all and a TAG cannot be used together.', { fix: 'Choose one of them.' });
    }
    const opened = await openJob(values.config, io);
    const faults = await faultsOf(opened);
    const wanted = all
      ? opened.job.history.migrations
      : positionals.length > 0
        ? namedMigrations(opened, positionals)
        : await inNeed(opened);
    const made = await makeAll(opened, wanted);
    const plan = planOf(opened, made);
    if (!dryRun) await writePlan(plan, { signal: interruption });
    const unread = wanted.filter(({ tag }) => !made.some(({ migration }) => migration.tag === tag));
    if (format === 'json') {
      io.out(`${JSON.stringify(asJson({ made, faults, unread, plan }, { dryRun, diff }), null, 2)}\n`);
    } else tell({ made, faults, unread, plan }, { dryRun, diff, opened }, io);
    return unread.length === 0 ? 0 : 1;
  },
};

/**
 * The migrations after `since` without a down file, or with one that lockstep wrote for other SQL, or before there was
 * any.
 */
async function inNeed({ job: { tree }, own }: OpenedJob): Promise<Migration[]> {
  const isInNeed = await Promise.all(
    own.map(async ({ sql, down }) => {
      const [up, existing] = await Promise.all([tree.read(sql), tree.read(down)]);
      return up === null || existing === null || !isMadeFor(existing, up) || isTemplate(splitDown(existing));
    }),
  );
  return own.filter((_, at) => isInNeed[at]);
}

async function makeAll({ job }: OpenedJob, wanted: Migration[]): Promise<MadeDown[]> {
  const made: MadeDown[] = [];
  await makeDowns(job, new Set(wanted.map(({ tag }) => tag)), {
    withProof: false,
    made: async (down) => {
      made.push(down);
    },
  });
  const order = wanted.map(({ tag }) => tag);
  return made.sort((a, b) => order.indexOf(a.migration.tag) - order.indexOf(b.migration.tag));
}

function planOf({ job }: OpenedJob, made: MadeDown[]): Plan {
  const changes = made
    .filter(({ outcome }) => outcome === 'written' || outcome === 'refreshed')
    .map(({ migration, existing, text }) => ({
      path: migration.down,
      before: existing,
      after: text,
      kind: 'edit' as const,
    }));
  return { root: job.tree.root, changes };
}

interface Outcome {
  made: MadeDown[];
  faults: Finding[];
  /** Migrations whose SQL file is missing. */
  unread: Migration[];
  plan: Plan;
}

function asJson({ made, faults, unread, plan }: Outcome, { dryRun, diff }: { dryRun: boolean; diff: boolean }) {
  return {
    ok: unread.length === 0,
    written: !dryRun,
    migrations: made.map(({ migration, outcome, reversible, proof }) => ({
      tag: migration.tag,
      up: migration.sql,
      down: migration.down,
      outcome,
      reversible,
      proof,
    })),
    unreadable: unread.map(({ tag }) => tag),
    faults,
    changes: planToJson(plan, { diff }).changes,
  };
}

/** Snapshots that were deleted, three hundred of them, are one thing to say. */
function firstOfEach(faults: Finding[]): Finding[] {
  return faults.filter(({ rule }, at) => faults.findIndex((other) => other.rule === rule) === at);
}

const shownReasons = { yes: '', 'structure only': 'structure only', no: 'not reversible' };

function tell(
  { made, faults, unread, plan }: Outcome,
  { dryRun, diff, opened }: { dryRun: boolean; diff: boolean; opened: OpenedJob },
  io: Io,
): void {
  const paint = (format: Parameters<typeof style>[0], text: string): string => style(format, text, process.stdout);
  for (const { severity, rule, message } of firstOfEach(faults)) {
    io.out(`${paint('yellow', '!')} ${severity === 'error' ? 'The history has a fault: ' : ''}${rule}: ${message}\n`);
  }
  const others = faults.length - firstOfEach(faults).length;
  if (others > 0) io.out(`  and ${others} more like it: ${paint('cyan', opened.job.lockstep('check'))}\n`);
  if (plan.changes.length === 0) {
    // Nothing to show.
  } else if (diff) io.out(`${renderDiff(plan).trimEnd()}\n\n`);
  else if (dryRun) io.out(`${renderTree(plan, basename(plan.root))}\n\n`);
  for (const down of made) io.out(`${lineOf(down, paint)}\n`);
  for (const { tag, sql } of unread) io.out(`${paint('red', '✗')} ${tag}: ${sql} is missing\n`);
  if (made.length === 0 && unread.length === 0) {
    io.out(`${paint('green', '✓')} Every migration has its down file.\n`);
    return;
  }
  const counts = (['yes', 'structure only', 'no'] as const).map((kind) => {
    const count = made.filter(({ reversible }) => reversible?.kind === kind).length;
    return count === 0 ? '' : `${count} ${kind === 'yes' ? 'reversible' : shownReasons[kind]}`;
  });
  const written = plan.changes.length;
  io.out(
    `\n${dryRun ? `${written} to write` : `${written} written`}; ${counts.filter((part) => part !== '').join(', ') || 'all by hand'}\n`,
  );
  if (dryRun) io.err('Dry run: nothing was written.\n');
  else if (written > 0)
    io.out(`Read them, then prove them: ${paint('cyan', opened.job.lockstep(proofCommand(made)))}\n`);
}

function proofCommand(made: MadeDown[]): string {
  const [first, ...others] = made;
  return first === undefined || others.length > 0 ? 'prove' : `prove ${first.migration.tag}`;
}

function lineOf(
  { migration, outcome, reversible, proof }: MadeDown,
  paint: (format: 'green' | 'yellow' | 'gray', text: string) => string,
): string {
  if (outcome === 'by hand') return `${paint('gray', '-')} ${migration.down}  (written by hand: left as it is)`;
  const kind = reversible?.kind ?? 'no';
  const mark = kind === 'no' ? paint('yellow', '!') : paint('green', '✓');
  const about = [
    outcome === 'unchanged' ? 'as it was' : outcome,
    ...(kind === 'yes' ? [] : [shownReasons[kind]]),
    ...(reversible?.kind === 'no' ? [reversible.reason] : []),
  ];
  const lines = [`${mark} ${migration.down}  (${about.join(': ')})`];
  if (reversible?.kind === 'structure only') {
    lines.push(...reversible.lost.map((phrase) => `    lost: ${phrase}`));
    lines.push(...reversible.left.map((phrase) => `    stays: ${phrase}`));
  }
  if (proof?.kind === 'not proven' && proof.mend !== 'lockstep prove')
    lines.push(`    not provable here: ${proof.reason}`);
  return lines.join('\n');
}

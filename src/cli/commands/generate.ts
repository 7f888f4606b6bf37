import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { type Finding, type Report, toReport } from '../../finding.js';
import { check } from '../../guard/check.js';
import type { Migration } from '../../history/history.js';
import { readHistory } from '../../history/read.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import type { EvaluateConfig } from '../../project/discover.js';
import type { FoundProject } from '../../project/find.js';
import { migrateCommand } from '../../project/migrate-command.js';
import type { Job } from '../../rollback/job.js';
import { type MadeDown, makeDowns } from '../../rollback/make-downs.js';
import { writePlan } from '../../scaffold/write.js';
import { shellWord } from '../../shell-word.js';
import type { Command, Io } from '../command.js';
import { findProject } from '../find-project.js';
import { isToBeApproved } from '../formats/parts.js';
import { remember } from '../remember.js';
import { reportText } from '../report-text.js';
import { reviewForCheck } from '../review/for-check.js';
import { interruption } from '../rollback/interrupt.js';
import { bySettings, jobOf } from '../rollback/open-job.js';
import { runKit } from '../run-kit.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'generate',
  summary: 'Generate the migration, its snapshot and its down file',
  help: `Runs drizzle-kit generate, looks at what it wrote, writes the down file that undoes it, proves it (up, down and up
again on a real engine, with rows in the tables), and reviews its SQL: what it destroys, locks or fails on.

Usage: lockstep generate [--name NAME] [--custom] [--config PATH] [--format text|json]

  --name NAME      the migration's name: add_orders makes 0001_add_orders.sql
  --custom         an empty migration for SQL of your own
  --config PATH    the drizzle config, where there are several
  --format FORMAT  text, or json: one object on stdout

Exit code: 0 only when schema and migrations are in lockstep afterwards and the review finds no error to approve,
1 otherwise, 2 wrong usage.

Examples:
  lockstep generate --name add_orders
  lockstep generate --custom --name backfill_totals
`,
  async run(argv, io) {
    const options = readOptions(argv);
    const project = await findProject(io.cwd, { config: options.config });
    const before = await readHistory(project.tree, project.project.out);
    const known = new Set(before.migrations.map((migration) => migration.tag));

    const code = await runGenerate(project, options);
    // Its exit code proves nothing (0.31.11 exits 0 when it could not ask about a rename): what it wrote does.
    const history = await readHistory(project.tree, project.project.out);
    const added = history.migrations.filter((migration) => !known.has(migration.tag));
    const { downs, findings: ofProof } = await writeDowns(project, added, io);
    if (code !== 0) {
      throw new LockstepError(`drizzle-kit generate failed with exit code ${code}.`, {
        exitCode: 1,
        fix: 'Mend what it says above and run it again.',
      });
    }
    const { evaluateConfig } = await import('../../schema/evaluate-config.js');
    const checked = await check({
      root: project.tree.root,
      of: { tree: 'working tree' },
      now: Date.now(),
      config: project.project.config,
      evaluateConfig,
    });
    const findings = [...ofProof, ...(await risksIn(project, added, io))];
    const report = withFindings(checked.report, findings);
    if (report.ok) await rememberForTheHook(project, evaluateConfig);
    const written = {
      migrations: added.map((migration) => {
        const down = downs.find((made) => made.migration.tag === migration.tag);
        return {
          tag: migration.tag,
          up: migration.sql,
          down: down?.migration.down,
          reversible: down?.reversible?.kind,
          proof: down?.proof,
        };
      }),
    };
    if (options.format === 'json') io.out(`${JSON.stringify({ ...report, ...written }, null, 2)}\n`);
    else if (!checked.report.ok) {
      io.out(`\n${reportText(checked.report, 'working tree')}${io.interactive ? '' : noTerminal}`);
    } else await tell(project, added, downs, options.custom, io, findings);
    return report.ok ? 0 : 1;
  },
};

/** The down files of what was generated, written and proven. One that is there already is nobody's to replace. */
async function writeDowns(
  project: FoundProject,
  added: Migration[],
  io: Io,
): Promise<{ downs: MadeDown[]; findings: Finding[] }> {
  if (added.length === 0) return { downs: [], findings: [] };
  const { job, settings } = await jobOf(project, io);
  const downs = await madeDowns(job, added, io);
  const changes = downs
    .filter(({ outcome }) => outcome !== 'by hand')
    .map(({ migration, existing, text }) => ({
      path: migration.down,
      before: existing,
      after: text,
      kind: 'edit' as const,
    }));
  await writePlan({ root: project.tree.root, changes }, { signal: interruption });
  const findings = downs.flatMap((down) => down.findings).map(known);
  return { downs, findings: bySettings(findings, settings) };
}

/** What the review finds in what was generated. */
async function risksIn(project: FoundProject, added: Migration[], io: Io): Promise<Finding[]> {
  if (added.length === 0) return [];
  const [{ review }, { reviewOf, reviewOptions }, { countedUses }] = await Promise.all([
    import('../../review/review.js'),
    import('../review/open.js'),
    import('../review/uses.js'),
  ]);
  const tags = added.map(({ tag }) => tag);
  const opened = await reviewOf(project);
  const { usesOf, close } = countedUses(opened, (line) => io.err(line));
  const results = await review({ ...reviewOptions(opened, tags), usesOf }).finally(close);
  opened.parsed.save();
  return results.flatMap((result) => result.findings);
}

/**
 * The down files with their proofs. A server that is named and does not answer stops neither: PGlite proves in its
 * place; for MySQL the files say no proof, and the check asks for it.
 */
async function madeDowns(job: Job, added: Migration[], io: Io): Promise<MadeDown[]> {
  const make = async (on: Job, withProof: boolean): Promise<MadeDown[]> => {
    const downs: MadeDown[] = [];
    await makeDowns(on, new Set(added.map(({ tag }) => tag)), {
      withProof,
      made: async (down) => {
        downs.push(down);
      },
    });
    return downs;
  };
  try {
    return await make(job, true);
  } catch (error) {
    if (!(error instanceof LockstepError) || error.exitCode !== 2 || job.url === undefined) throw error;
    const { message, fix } = error;
    const later = job.lockstep(`prove ${added.map(({ tag }) => shellWord(tag)).join(' ')}`);
    io.err(`${style('yellow', '!', process.stderr)} ${message}\n  ${fix ?? ''} Then: ${later}\n`);
    return make({ ...job, url: undefined }, job.project.dialect !== 'mysql');
  }
}

/** The tables that it fails on may be empty, or not be there yet: it is said, and does not stop the work. */
function known(finding: Finding): Finding {
  return finding.rule === 'prove/fails-on-rows' ? { ...finding, severity: 'warning' } : finding;
}

/** The report with what the proof found besides. */
function withFindings({ projects }: Report, findings: Finding[]): Report {
  return toReport(
    projects.map((project, at) => (at === 0 ? { ...project, findings: [...project.findings, ...findings] } : project)),
  );
}

/** Once everything is added, the commit hook need not look again. */
async function rememberForTheHook(project: FoundProject, evaluateConfig: EvaluateConfig): Promise<void> {
  const { root } = project.tree;
  try {
    const review = reviewForCheck();
    const all = await check({ root, of: { tree: 'working tree' }, now: Date.now(), evaluateConfig, review });
    await remember(all, root, [root, project.root], 'working tree');
  } catch (error) {
    // Another project of the repository cannot be checked here: the hook will look at this one again, and that is all.
    if (!(error instanceof LockstepError)) throw error;
  }
}

const noTerminal = `drizzle-kit asks about renames and needs a terminal for it: if it did not write the migration, run lockstep generate in one.\n`;

interface Options {
  name: string | undefined;
  custom: boolean;
  config: string | undefined;
  format: 'text' | 'json';
}

function readOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      name: { type: 'string' },
      custom: { type: 'boolean', default: false },
      config: { type: 'string' },
      format: { type: 'string', default: 'text' },
    },
  });
  const { name, format } = values;
  if (format !== 'text' && format !== 'json') {
    throw new LockstepError(`--format ${format} is not known.`, { fix: 'Use --format text or --format json.' });
  }
  if (name !== undefined && !/^[A-Za-z0-9][\w-]{0,99}$/.test(name)) {
    throw new LockstepError(`--name ${JSON.stringify(name)} cannot be part of a file name.`, {
      fix: 'Use up to 100 letters, digits, _ and -: --name add_orders',
    });
  }
  return { name, custom: values.custom, config: values.config, format };
}

/** With --format json stdout is one object: what drizzle-kit prints goes to stderr then. */
function runGenerate(project: FoundProject, { name, custom, format }: Options): Promise<number> {
  const args = ['generate', ...(name === undefined ? [] : [`--name=${name}`]), ...(custom ? ['--custom'] : [])];
  return runKit(project, args, format === 'json' ? process.stderr : 'inherit');
}

async function tell(
  project: FoundProject,
  added: Migration[],
  downs: MadeDown[],
  custom: boolean,
  io: Io,
  findings: Finding[],
): Promise<void> {
  if (added.length === 0) {
    io.out(`${style('green', '✓', process.stdout)} Schema and migrations are in lockstep: nothing to generate.\n`);
    return;
  }
  for (const migration of added) {
    const down = downs.find((made) => made.migration.tag === migration.tag);
    io.out(`\n${style('green', '✓', process.stdout)} ${migration.sql}\n`);
    if (down !== undefined) io.out(downText(down));
  }
  if (findings.length > 0) {
    const { config: path, dialect } = project.project;
    io.out(`\n${reportText(toReport([{ path, dialect, line: 'journal', findings }]), 'the new migration', {})}`);
  }
  const migrate = await migrateCommand(project.root, project.tree, project.project);
  // Applied while it is empty, it would never be applied again.
  const down = await typedCommand(project.root, '', `lockstep down${configOption(project.tree, project.project)}`);
  const first = custom
    ? `Write the SQL of the migration, let ${style('cyan', down, process.stdout)} write what undoes it`
    : 'Read the SQL';
  if (findings.some(isToBeApproved)) {
    io.out(`\nApprove by name what is meant, and commit all of it together.\n${takeAway(added)}\n`);
    return;
  }
  io.out(
    `\n${first}, then: ${style('cyan', migrate, process.stdout)}\nCommit the schema, the migration and its down file together.\n`,
  );
}

/** What is to be gone before the schema is changed back: a migration behind it would not bring back what it took. */
function takeAway(added: Migration[]): string {
  const files = added.map(({ sql, down, snapshot, listed }) =>
    listed.path === sql ? dirname(sql) : `${sql}, ${down}, ${snapshot} and its entry in ${listed.path}`,
  );
  return `If it is not meant: delete ${files.join('; ')}, then change the schema and generate anew.`;
}

function downText({ migration, reversible, proof, outcome }: MadeDown): string {
  if (outcome === 'by hand') return `- ${migration.down}  (was there already: left as it is)\n`;
  const paint = (format: 'green' | 'yellow', text: string): string => style(format, text, process.stdout);
  const proven =
    proof === null ? '' : proof.kind === 'proven' ? `, proven on ${proof.engine}` : `, not proven: ${proof.reason}`;
  const lines = [`${paint('green', '✓')} ${migration.down}  (reversible: ${reversible?.kind}${proven})`];
  if (reversible?.kind === 'no') lines.push(paint('yellow', `  Write its SQL by hand: ${reversible.reason}.`));
  if (reversible?.kind === 'structure only') {
    lines.push(...reversible.lost.map((phrase) => `  lost: ${phrase}`));
    lines.push(...reversible.left.map((phrase) => `  stays: ${phrase}`));
  }
  if (proof?.kind === 'not proven' && proof.mend !== null) lines.push(`  To prove it: ${proof.mend}`);
  return `${lines.join('\n')}\n`;
}

import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { toReport } from '../../finding.js';
import { headerValue, isProofOf, splitDown } from '../../history/down-header.js';
import type { Migration } from '../../history/history.js';
import { type ProvenDown, proveDowns } from '../../rollback/proof/prove-downs.js';
import { writePlan } from '../../scaffold/write.js';
import type { Command, Io } from '../command.js';
import { type Format, formatReport, formats } from '../formats/index.js';
import { plural } from '../formats/parts.js';
import { interruption } from '../rollback/interrupt.js';
import { bySettings, faultsOf, namedMigrations, type OpenedJob, openJob } from '../rollback/open-job.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'prove',
  summary: 'Prove down files: up, down and up again on tables with rows',
  help: `Runs each migration on a real engine with rows in the tables: up, then its down file, then up again. The schema must
be back exactly, and so must every value that neither of them touches. The result goes into the down file.

Usage: lockstep prove [TAG… | --all] [--fresh] [--config PATH] [--format text|json|markdown|sarif|github]

  TAG              a migration, by its tag, the beginning of it, or the path of its file
  --all            every migration of the history
                   (without either: those after "since" whose down file names no proof that holds)
  --fresh          prove again what was proven before
  --config PATH    the drizzle config, where there are several
  --format FORMAT  how the findings are shown (default: text)

It runs on PGlite for PostgreSQL and on libSQL for SQLite, in the process. For MySQL, and for what the embedded engine
does not have, LOCKSTEP_PROOF_URL names a server on which lockstep makes databases of its own, and drops them.

Exit code: 0 every one is proven, or its file says already why it is not; 1 one is not; 2 wrong usage or environment.

Examples:
  lockstep prove             what is not proven yet
  lockstep prove 0007
  LOCKSTEP_PROOF_URL=mysql://root@localhost:3306 lockstep prove --all
`,
  async run(argv, io) {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
      },
    });
    const { all, fresh } = values;
    const format = formats.find((name) => name === values.format);
    if (format === undefined) {
      throw new LockstepError(`--format ${values.format} is not known.`, { fix: `Use one of: ${formats.join(', ')}.` });
    }
    if (all && positionals.length > 0) {
      throw new LockstepError('--all and a TAG cannot be used together.', { fix: 'Choose one of them.' });
    }
    const opened = await openJob(values.config, io);
    const wanted = all
      ? opened.job.history.migrations
      : positionals.length > 0
        ? namedMigrations(opened, positionals)
        : await unproven(opened);
    const proven = await proveAll(opened, wanted, fresh);
    await writeProofs(opened, proven);
    const unread = wanted.filter(({ tag }) => !proven.some(({ migration }) => migration.tag === tag));
    return show(opened, { proven, unread, format }, io);
  },
};

/** The migrations after `since` whose down file does not name a proof of what it is now, or one that rows stopped. */
async function unproven({ job: { tree }, own }: OpenedJob): Promise<Migration[]> {
  const holds = await Promise.all(
    own.map(async ({ sql, down }) => {
      const [up, text] = await Promise.all([tree.read(sql), tree.read(down)]);
      if (up === null || text === null) return false;
      const file = splitDown(text);
      return isProofOf(file, up) && headerValue(file, 'On rows') === null;
    }),
  );
  return own.filter((_, at) => !holds[at]);
}

async function proveAll({ job }: OpenedJob, wanted: Migration[], fresh: boolean): Promise<ProvenDown[]> {
  const proven: ProvenDown[] = [];
  await proveDowns(job, new Set(wanted.map(({ tag }) => tag)), {
    fresh,
    proven: async (down) => {
      proven.push(down);
    },
  });
  const order = wanted.map(({ tag }) => tag);
  return proven.sort((a, b) => order.indexOf(a.migration.tag) - order.indexOf(b.migration.tag));
}

async function writeProofs({ job }: OpenedJob, proven: ProvenDown[]): Promise<void> {
  const changes = proven.flatMap(({ migration, existing, text }) =>
    existing === null || text === null
      ? []
      : [{ path: migration.down, before: existing, after: text, kind: 'edit' as const }],
  );
  await writePlan({ root: job.tree.root, changes }, { signal: interruption });
}

async function show(
  opened: OpenedJob,
  { proven, unread, format }: { proven: ProvenDown[]; unread: Migration[]; format: Format },
  io: Io,
): Promise<number> {
  const { job, found, settings } = opened;
  const { project } = found;
  const findings = bySettings([...proven.flatMap((down) => down.findings)], settings);
  // Only what stands in the way: the history's other faults are for lockstep check.
  if (unread.length > 0) {
    const missing = new Set(unread.map(({ tag }) => tag));
    findings.push(
      ...(await faultsOf(opened)).filter(({ migration }) => migration !== undefined && missing.has(migration)),
    );
  }
  const report = toReport([{ path: project.config, dialect: project.dialect, line: job.history.line, findings }]);
  const open = proven.filter((down) => !isSettled(down));
  const ok = report.ok && open.length === 0 && unread.length === 0;
  if (format === 'json') {
    const migrations = proven.map(({ migration, reversible, proof, isRemembered }) => ({
      tag: migration.tag,
      up: migration.sql,
      down: migration.down,
      reversible,
      proof,
      remembered: isRemembered,
    }));
    io.out(`${JSON.stringify({ ...report, ok, migrations }, null, 2)}\n`);
    return ok ? 0 : 1;
  }
  if (format === 'text') {
    for (const down of proven) io.out(`${lineOf(down)}\n`);
    if (proven.length === 0 && unread.length === 0) {
      io.out(
        `${style('green', '✓', process.stdout)} Every migration is proven: lockstep prove --all --fresh proves them again.\n`,
      );
      return 0;
    }
    if (findings.length === 0) return ok ? 0 : 1;
    io.out('\n');
  } else {
    // An annotation says what is wrong in a file; that nothing could be proven of it is no fault of the file.
    for (const down of open) io.err(`${lineOf(down)}\n`);
  }
  const checked = plural(proven.length + unread.length, 'migration') || 'nothing new';
  const holds = ok ? 'every down file is proven, or says why it cannot be' : `${open.length} not proven`;
  io.out(await formatReport(report, format, { checked, holds }));
  return ok ? 0 : 1;
}

/** It is proven, says that it cannot be undone, or said already, for all to review, why no engine here proves it. */
function isSettled({ proof, reversible, existing, findings }: ProvenDown): boolean {
  if (proof?.kind === 'proven') return true;
  if (reversible === 'no') return existing !== null && !isStillToBeWritten(existing);
  const isSaid = existing !== null && headerValue(splitDown(existing), 'Not proven') !== null;
  return isSaid && findings.every(({ rule }) => rule === 'prove/up-fails');
}

/** lockstep could not write it, and nobody has yet, nor said that nothing can undo the migration. */
function isStillToBeWritten(existing: string): boolean {
  return /^no \(not written yet/i.test(headerValue(splitDown(existing), 'Reversible') ?? '');
}

function lineOf(down: ProvenDown): string {
  const { migration, reversible, proof, isRemembered, existing } = down;
  const { tag } = migration;
  if (proof?.kind === 'proven') {
    const how = isRemembered ? `proven on ${proof.engine} before` : `proven on ${proof.engine}`;
    const rows = proof.onRows === null ? '' : `; on rows: ${proof.onRows}`;
    return `${style('green', '✓', process.stdout)} ${tag}  ${how}${rows}`;
  }
  if (existing === null) return `${style('red', '✗', process.stdout)} ${tag}  has no down file`;
  if (reversible === 'no' && isStillToBeWritten(existing)) {
    return `${style('red', '✗', process.stdout)} ${tag}  nothing undoes it yet: write ${migration.down}, or why nothing can`;
  }
  if (reversible === 'no') return `${style('yellow', '-', process.stdout)} ${tag}  says that it cannot be undone`;
  const mark = isSettled(down) ? style('yellow', '-', process.stdout) : style('red', '✗', process.stdout);
  return `${mark} ${tag}  not proven: ${proof?.reason ?? 'nothing to prove'}`;
}

import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import type { Finding } from '../../finding.js';
import { isAsWritten, mendByHand, splitDown } from '../../history/down-header.js';
import type { Migration } from '../../history/history.js';
import { namedMigration } from '../../history/named.js';
import { findingName, isReason } from '../../review/approvals.js';
import { whyNotApprovable, withApproval } from '../../review/approve.js';
import { review } from '../../review/review.js';
import { nearest } from '../../scaffold/nearest.js';
import { writePlan } from '../../scaffold/write.js';
import { shellWord } from '../../shell-word.js';
import type { Command } from '../command.js';
import { type OpenedReview, openReview, reviewOptions } from '../review/open.js';
import { interruption } from '../rollback/interrupt.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'approve',
  summary: 'Accept a finding of the review by its name, with a reason, in the down file',
  help: `Writes into a migration's down file that somebody accepts what lockstep review found in it, and why: a line that is
reviewed with the code. It holds for this SQL: a migration that is edited loses it.

Usage: lockstep approve TAG FINDING… --reason TEXT [--config PATH] [--format text|json]

  TAG              the migration, by its tag, the beginning of it, or the path of its file
  FINDING          what is accepted, as lockstep review names it: drop-column:users.name
  --reason TEXT    why that is right here; required
  --config PATH    the drizzle config, where there are several
  --format FORMAT  text, or json: one object on stdout

Exit code: 0 it is written, 2 wrong usage: no such migration or finding, no reason, or a down file that cannot hold it.

Examples:
  lockstep approve 0007 drop-column:users.name --reason "archived in users_2026; unused since 4.2"
`,
  async run(argv, io) {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        reason: { type: 'string' },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
      },
    });
    if (values.format !== 'text' && values.format !== 'json') {
      throw new LockstepError(`--format ${values.format} is not known.`, {
        fix: 'Use --format text or --format json.',
      });
    }
    const [tag, ...names] = positionals;
    if (tag === undefined) {
      throw new LockstepError('approve needs the migration and the finding.', {
        fix: 'lockstep approve TAG FINDING --reason "…"; lockstep review names the findings.',
      });
    }
    if (/^(?:review\/)?[a-z-]{2,}:/.test(tag)) {
      throw new LockstepError(`approve needs the migration before the finding ${tag}.`, {
        fix: `lockstep approve TAG ${shellWord(tag)} --reason "…"`,
      });
    }
    const opened = await openReview(values.config, io);
    const migration = namedMigration(opened.history, tag);
    const findings = await findingsOf(opened, migration);
    const wanted = [...new Set(names)].map((name) => foundAs(name, migration, findings));
    if (wanted.length === 0) {
      throw new LockstepError(`approve needs the name of a finding in ${migration.tag}.`, { fix: namesOf(findings) });
    }
    const reason = oneLine(values.reason ?? '');
    if (!isReason(reason)) {
      throw new LockstepError('approve needs a reason: somebody will read it when the rows are gone.', {
        fix: `${opened.lockstep(`approve ${[migration.tag, ...wanted].map(shellWord).join(' ')}`)} --reason "…"`,
      });
    }
    const path = await writeApprovals(opened, migration, wanted, reason);
    const open = findings.filter((finding) => isOpenError(finding) && !wanted.includes(nameOf(finding))).map(nameOf);
    if (values.format === 'json') {
      io.out(
        `${JSON.stringify({ ok: true, migration: migration.tag, approved: wanted, reason, path, open }, null, 2)}\n`,
      );
      return 0;
    }
    for (const name of wanted) io.out(`${style('green', '✓', process.stdout)} ${name} is approved in ${path}\n`);
    io.out(
      open.length === 0
        ? `Commit ${path} with the migration.\n`
        : `Still open in ${migration.tag}: ${[...new Set(open)].join(', ')}\n`,
    );
    return 0;
  },
};

async function findingsOf(opened: OpenedReview, { tag }: Migration): Promise<Finding[]> {
  const [result] = await review(reviewOptions(opened, [tag]));
  return result?.findings ?? [];
}

function nameOf({ rule, target }: Finding): string {
  return findingName(rule, target ?? '');
}

function isOpenError({ severity, approved }: Finding): boolean {
  return severity === 'error' && approved === undefined;
}

function foundAs(name: string, { tag }: Migration, findings: Finding[]): string {
  const plain = name.replace(/^review\//, '');
  const names = findings.map(nameOf);
  if (names.includes(plain)) return plain;
  const [guess] = nearest(plain, names);
  throw new LockstepError(`lockstep review finds no ${name} in ${tag}.`, {
    fix: guess === undefined ? namesOf(findings) : `Did you mean ${guess}?`,
  });
}

function namesOf(findings: Finding[]): string {
  const names = [...new Set(findings.map(nameOf))];
  return names.length === 0 ? 'The review finds nothing in it.' : `The review finds ${names.join(', ')}.`;
}

/** Writes them all, or nothing. Returns the path of the down file. */
async function writeApprovals(
  { found: { tree }, lockstep }: OpenedReview,
  { tag, sql, down }: Migration,
  names: string[],
  reason: string,
): Promise<string> {
  const [up, before] = await Promise.all([tree.read(sql), tree.read(down)]);
  if (up === null || before === null) {
    throw new LockstepError(`${tag} has no ${down}: an approval stands in the file that undoes the migration.`, {
      fix: lockstep(`down ${shellWord(tag)}`),
    });
  }
  const why = whyNotApprovable(before, up);
  if (why !== null) {
    const reasons = { stale: 'was made for other SQL than the migration has now', template: 'is still to be written' };
    const isByHand = why === 'stale' && !isAsWritten(splitDown(before));
    throw new LockstepError(`${down} ${reasons[why]}.`, {
      path: down,
      fix: isByHand ? mendByHand(splitDown(before), up) : lockstep(`down ${shellWord(tag)}`),
    });
  }
  const after = names.reduce((text, name) => withApproval(text, up, name, reason), before);
  await writePlan(
    { root: tree.root, changes: [{ path: down, before, after, kind: 'edit' }] },
    { signal: interruption },
  );
  return down;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

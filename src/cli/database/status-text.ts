import type { MigrationState, MigrationStatus, Status } from '../../runner/status.js';
import { printableLine } from '../formats/parts.js';
import { style } from '../style.js';

/** How many applied migrations, and how many of every other state in a row, are shown without `--all`. */
const shown = { applied: 10, others: 30 };

const colours: Record<MigrationState, Parameters<typeof style>[0]> = {
  applied: 'green',
  pending: 'yellow',
  'out of order': 'yellow',
  edited: 'red',
  'half-applied': 'red',
  'half-undone': 'red',
};

const nexts: [MigrationState, string][] = [
  ['half-applied', 'lockstep migrate goes on where it stopped.'],
  ['half-undone', 'lockstep rollback goes on where it stopped.'],
  ['edited', 'Put the file back as it was applied; git log shows it. A change is another migration.'],
  ['out of order', 'lockstep migrate applies what is out of order as well; drizzle-kit 0.x skips it.'],
  ['pending', 'lockstep migrate applies what is pending.'],
];

/** A status as a person reads it: a table of the migrations, what no file explains, and what to do next. */
export function statusText(status: Status, ledger: string, all: boolean): string {
  const { migrations, unknown, abandoned } = status;
  const lines = all ? migrations : shortened(migrations);
  const widths = { state: 5, tag: 9 };
  for (const line of lines) {
    if (typeof line === 'string') continue;
    widths.state = Math.max(widths.state, line.state.length);
    widths.tag = Math.max(widths.tag, line.tag.length);
  }
  const row = (state: string, tag: string, made: string, applied: string): string =>
    `${state.padEnd(widths.state)}  ${tag.padEnd(widths.tag)}  ${made.padEnd(16)}  ${applied}`.trimEnd();
  const text = lines.map((line) => {
    if (typeof line === 'string') return style('dim', line, process.stdout);
    const { state, tag, made, appliedAt } = line;
    const note = noteOf(line) ?? minutes(appliedAt);
    const plain = row(state, printableLine(tag), minutes(made), note);
    return style(colours[state], plain.slice(0, state.length), process.stdout) + plain.slice(state.length);
  });
  const extra = [
    ...unknown.map(
      ({ hash, name, createdAt }) =>
        `${name === null ? `${hash.slice(0, 12)}…` : printableLine(name)} of ${minutes(isoOf(createdAt))} is in ${ledger}, and no file explains it.`,
    ),
    ...abandoned.map(
      ({ tag, done }) => `${printableLine(tag)} was begun (${done} statements are done), and has no file.`,
    ),
  ];
  const hasDates = lines.some((line) => typeof line !== 'string' && (line.appliedAt !== null || noteOf(line) !== null));
  const heading =
    lines.length === 0
      ? []
      : [style('dim', row('state', 'migration', 'made', hasDates ? 'applied' : ''), process.stdout)];
  const edited = migrations.filter(({ state }) => state === 'edited');
  const isCheckout = edited.length > 0 && edited.every(({ lineEndings }) => lineEndings === true);
  const states = new Set(migrations.map(({ state }) => state).filter((state) => state !== 'edited' || !isCheckout));
  const next = nexts.filter(([state]) => states.has(state)).map(([, mend]) => mend);
  if (isCheckout)
    next.unshift('The checkout changed line endings, as git does on Windows: lockstep migrate says how to mend it.');
  if (status.ledger.isOtherLine) {
    const [its, own] = status.ledger.line === 'folders' ? ['1.0', '0.x'] : ['0.x', '1.0'];
    next.unshift(
      `${ledger} was written by a migrator of drizzle ${its}, and the migrations are of ${own}: lockstep migrate says what to do.`,
    );
  }
  if (!status.ledger.exists && migrations.length > 0) {
    next.unshift(
      `There is no ledger ${ledger}. A database that was built by other means joins with lockstep baseline.`,
    );
  }
  return `${[...heading, ...text, ...(extra.length === 0 ? [] : ['', ...extra]), '', summaryOf(status), ...next].join('\n')}\n`;
}

/** «12 applied, 2 pending»; what there is none of is left out. */
export function summaryOf({ migrations, unknown }: Status): string {
  if (migrations.length === 0 && unknown.length === 0) return 'There are no migrations.';
  const counts = new Map<string, number>();
  for (const { state } of migrations) counts.set(state, (counts.get(state) ?? 0) + 1);
  if (unknown.length > 0) counts.set('unknown', unknown.length);
  return `${[...counts].map(([state, count]) => `${count} ${state}`).join(', ')}.`;
}

function noteOf({ progress, lineEndings, state }: MigrationStatus): string | null {
  if (progress !== undefined) {
    const changed = progress.isOtherSql ? '; its file was changed since' : '';
    const of = progress.of === 0 ? '' : ` of ${progress.of}`;
    return `${progress.done}${of} statements are done${changed}`;
  }
  if (state !== 'edited') return null;
  return lineEndings === true
    ? 'only its line endings differ from what was applied'
    : 'its file is not what was applied';
}

/** The newest applied ones, and of any other state the first; a line says how many are left out. */
function shortened(migrations: MigrationStatus[]): (MigrationStatus | string)[] {
  const left = { applied: migrations.filter(({ state }) => state === 'applied').length - shown.applied, others: 0 };
  const lines: (MigrationStatus | string)[] = [];
  if (left.applied > 0) lines.push(`… ${left.applied} older ones are applied (--all)`);
  let skipped = 0;
  for (const migration of migrations) {
    if (migration.state === 'applied') {
      if (skipped++ >= left.applied) lines.push(migration);
    } else if (left.others++ < shown.others) lines.push(migration);
  }
  if (left.others > shown.others) lines.push(`… ${left.others - shown.others} more (--all)`);
  return lines;
}

/** `2026-11-20 12:23` of ISO 8601. */
function minutes(date: string | null): string {
  return date === null ? '' : date.slice(0, 16).replace('T', ' ');
}

function isoOf(time: number): string | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

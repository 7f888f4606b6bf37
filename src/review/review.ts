import type { Finding } from '../finding.js';
import type { History, Migration } from '../history/history.js';
import type { Dialect } from '../project/dialects.js';
import type { Settings } from '../project/settings.js';
import type { Tree } from '../repo/tree.js';
import { shellWord } from '../shell-word.js';
import { applyOperation } from '../sql/built/apply.js';
import { emptySchema } from '../sql/built/schema.js';
import type { Operation } from '../sql/operation.js';
import { parseOperations } from '../sql/parse-operations.js';
import { Approvals, findingName } from './approvals.js';
import { addFilled, type Filled } from './filled.js';
import { type Released, type ReviewedMigration, stepsFrom } from './migration.js';
import type { ParsedSql } from './remembered.js';
import type { ReviewRule, Risk } from './rule.js';
import { rules } from './rules/index.js';
import type { Server } from './server.js';
import { withSnapshot } from './supplement.js';
import { isTakenAway, type UsesOf, withUses } from './uses.js';

export interface ReviewOptions {
  tree: Tree;
  dialect: Dialect;
  history: History;
  /** The tags of the migrations to review; the others are read for the schema that they build. */
  tags: ReadonlySet<string>;
  settings: Pick<Settings, 'rules'>;
  server: Server | null;
  /** `lockstep NAME` as one types it in this project. */
  lockstep: (command: string) => string;
  /** Asked where a migration takes something away; without it nothing is known of a base branch. */
  released?: () => Promise<Released | null>;
  /** Counts where code uses what a migration takes away. It takes seconds: left out where time is short. */
  usesOf?: UsesOf;
  /** What is known of the SQL already, and learns what is read. */
  parsed?: ParsedSql;
}

/** A migration and the risks in it, in the order of its statements. */
export interface ReviewResult {
  migration: Migration;
  reviewed: ReviewedMigration;
  findings: Finding[];
}

/**
 * Reads migrations and finds what they destroy, lock or fail on, given the schema that those before them build.
 *
 * A migration whose file is missing is passed over: that is a fault of the history, and said there.
 */
export async function review(options: ReviewOptions): Promise<ReviewResult[]> {
  const { tree, dialect, history, tags } = options;
  const results: ReviewResult[] = [];
  const last = history.migrations.findLastIndex(({ tag }) => tags.has(tag));
  let schema = emptySchema(dialect);
  const filled: Filled = new Map();
  for (const migration of history.migrations.slice(0, last + 1)) {
    const sql = await tree.read(migration.sql);
    if (sql === null) continue;
    const operations = await operationsOf(options, sql);
    if (tags.has(migration.tag))
      results.push(await resultOf(options, migration, sql, operations, { before: schema, filled }));
    const built = operations.reduce((state, operation) => applyOperation(state, operation, migration.tag), schema);
    addFilled(filled, dialect, operations, migration.tag);
    schema = await withSnapshot(tree, built, migration, operations);
  }
  return results;
}

async function operationsOf({ dialect, parsed }: ReviewOptions, sql: string): Promise<Operation[]> {
  const known = parsed?.get(sql);
  if (known !== undefined) return known;
  const operations = await parseOperations(dialect, sql);
  parsed?.set(sql, operations);
  return operations;
}

async function resultOf(
  { tree, dialect, history, settings, server, lockstep, released, usesOf }: ReviewOptions,
  migration: Migration,
  sql: string,
  operations: Operation[],
  { before, filled }: Pick<ReviewedMigration, 'before' | 'filled'>,
): Promise<ReviewResult> {
  const { tag } = migration;
  const steps = stepsFrom(before, operations, tag);
  const after = steps.findLast(({ inBlock }) => !inBlock)?.after ?? before;
  const running = steps.some(({ operation }) => isTakenAway(operation)) ? ((await released?.()) ?? null) : null;
  const isOut = running?.tags.has(tag) === true;
  const reviewed: ReviewedMigration = {
    tag,
    dialect,
    line: history.line,
    server,
    sql,
    steps,
    before,
    after,
    // Read by the rules now, and written on behind them.
    filled,
    released: isOut ? null : running,
    lockstep,
  };
  const approvals = new Approvals(await tree.read(migration.down), sql);
  const found = rules
    .filter(({ name, dialects }) => dialects.includes(dialect) && settings.rules[name] !== 'off')
    .flatMap((rule) => onceEach(rule.check(reviewed)).map((risk) => ({ rule, risk })))
    .sort((a, b) => a.risk.operation.place.offset - b.risk.operation.place.offset);
  const told = usesOf === undefined || isOut ? found : await withUses(found, usesOf);
  const findings = told.map(({ rule, risk }) => toFinding(reviewed, migration, rule, risk, settings, approvals));
  return { migration, reviewed, findings };
}

/** One finding for a target in a statement, however many parts of the statement it is found in. */
function onceEach(risks: Risk[]): Risk[] {
  return [...new Map(risks.map((risk) => [`${risk.operation.statement} ${risk.target}`, risk])).values()];
}

function toFinding(
  { tag, lockstep }: ReviewedMigration,
  { sql: path }: Migration,
  rule: ReviewRule,
  { operation, target, message, fix, statements, severity }: Risk,
  settings: Pick<Settings, 'rules'>,
  approvals: Approvals,
): Finding {
  const configured = settings.rules[rule.name];
  const name = findingName(rule.name, target);
  const reason = approvals.reasonFor(name);
  const lost = approvals.isLost(name)
    ? ' It was approved before the SQL was edited: the down file has to be made for the new SQL, and it approved anew.'
    : '';
  return {
    rule: rule.name,
    severity: configured === undefined || configured === 'off' ? (severity ?? rule.severity) : configured,
    message: `${message}${lost}`,
    path,
    line: operation.place.line,
    migration: tag,
    target,
    ...(fix === undefined ? {} : { fix }),
    ...(statements === undefined ? {} : { statements }),
    approve: lockstep(`approve ${shellWord(tag)} ${shellWord(name)} --reason "…"`),
    ...(reason === null ? {} : { approved: { reason } }),
  };
}

import type { Catalog } from '../../database/catalog.js';
import { type Engine, type Row, StatementFailed } from '../../database/engine.js';
import { type Accepted, acceptanceQuery, acceptedOf, type Tied } from './checks.js';
import type { RowsDialect } from './dialects.js';
import { quote } from './postgresql/tables.js';

/** Runs what may be refused, so that a refusal leaves nothing behind. */
export interface Trial {
  /** Null when all of it was accepted, else what the engine said. `isKnot`: its rows need each other. */
  run(statements: string[], isKnot?: boolean): Promise<string | null>;
  /** The rows of a query; what the engine said when it refused. */
  query(sql: string): Promise<Row[] | string>;
  /** Which combinations pass the checks. Those of a check that cannot be asked are missing. */
  accepted(ties: Tied[]): Promise<Accepted>;
  /** Ends a transaction that was begun for it; `keep` says whether the rows stay. */
  end(keep: boolean): Promise<void>;
}

const savepoint = 'lockstep_rows';

/** SAVEPOINT can only be used in transaction blocks. */
const noTransaction = '25P01';

export async function openTrial(engine: Engine, dialect: RowsDialect, catalog: Catalog): Promise<Trial> {
  const isOwn = dialect.hasSavepoints && (await begin(engine));
  const attempt = dialect.hasSavepoints ? withSavepoint(engine) : (work: () => Promise<void>) => saying(work);
  const checked = engine.dialect === 'postgresql' ? deferredChecks(catalog) : [];
  const trial: Trial = {
    run: (statements, isKnot = false) =>
      dialect.hasSavepoints
        ? attempt(() => engine.run([...around(dialect, statements, isKnot), ...checked].join('\n')))
        : runAlone(engine, dialect, statements, isKnot),
    async query(sql) {
      let rows: Row[] = [];
      const refusal = await attempt(async () => {
        rows = await engine.query(sql);
      });
      return refusal ?? rows;
    },
    async accepted(ties) {
      if (ties.length === 0) return new Map();
      const all = await trial.query(acceptanceQuery(engine.dialect, dialect, ties));
      if (typeof all !== 'string') return acceptedOf(ties, all);
      const accepted: Accepted = new Map();
      for (const tied of ties) accepted.set(tied, await acceptedAlone(engine, dialect, trial, tied));
      return accepted;
    },
    async end(keep) {
      if (isOwn) await engine.run(keep ? 'commit' : 'rollback');
    },
  };
  return trial;
}

/**
 * Of one tie. A value that makes a check fail rather than say no, as a text that is no JSON does, is found by asking
 * for the values of one column one by one.
 */
async function acceptedAlone(engine: Engine, dialect: RowsDialect, trial: Trial, tied: Tied): Promise<number[][]> {
  const ask = async (asked: Tied): Promise<number[][] | null> => {
    const answer = await trial.query(acceptanceQuery(engine.dialect, dialect, [asked]));
    return typeof answer === 'string' ? null : (acceptedOf([asked], answer).get(asked) ?? []);
  };
  const all = await ask(tied);
  if (all !== null) return all;
  for (const place of tied.columns.keys()) {
    const picks: number[][] = [];
    for (const [index, value] of (tied.candidates[place] ?? []).entries()) {
      const candidates = tied.candidates.with(place, [value]);
      for (const pick of (await ask({ ...tied, candidates })) ?? []) picks.push(pick.with(place, index));
    }
    if (picks.length > 0) return picks;
  }
  return [];
}

/** Whether there was no transaction: one was begun. */
async function begin(engine: Engine): Promise<boolean> {
  if (engine.dialect === 'sqlite') return beginSqlite(engine);
  try {
    await engine.run(`savepoint ${savepoint}; release savepoint ${savepoint}`);
    return false;
  } catch (thrown) {
    if (!(thrown instanceof StatementFailed) || thrown.code !== noTransaction) throw thrown;
    await engine.run('begin');
    return true;
  }
}

async function beginSqlite(engine: Engine): Promise<boolean> {
  try {
    await engine.run('begin');
    return true;
  } catch (thrown) {
    if (!(thrown instanceof StatementFailed)) throw thrown;
    // «cannot start a transaction within a transaction»: anything else shows with the next statement.
    return false;
  }
}

function withSavepoint(engine: Engine): (work: () => Promise<void>) => Promise<string | null> {
  return async (work) => {
    await engine.run(`savepoint ${savepoint}`);
    const refusal = await saying(work);
    if (refusal !== null) await engine.run(`rollback to savepoint ${savepoint}`);
    await engine.run(`release savepoint ${savepoint}`);
    return refusal;
  };
}

async function saying(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (thrown instanceof StatementFailed) return thrown.message;
    throw thrown;
  }
}

function around({ knot }: RowsDialect, statements: string[], isKnot: boolean): string[] {
  if (!isKnot || statements.length < 2) return statements;
  return knot === null ? [atOnce(statements)] : [knot.before, ...statements, knot.after];
}

/** PostgreSQL looks at foreign keys when a statement has ended: in one, no table comes before the other. */
function atOnce(statements: string[]): string {
  const bare = statements.map((statement) => statement.replace(/;$/, ''));
  const first = bare.slice(0, -1).map((statement, at) => `t${at} as (${statement})`);
  return `with ${first.join(', ')} ${bare.at(-1)};`;
}

/** MySQL: one statement leaves nothing behind when it fails, several do without a transaction. */
async function runAlone(
  engine: Engine,
  { knot }: RowsDialect,
  statements: string[],
  isKnot: boolean,
): Promise<string | null> {
  if (statements.length === 1) return saying(() => engine.run(statements.join('')));
  const [before] = await engine.query('select @@foreign_key_checks as checks');
  if (isKnot && knot !== null) await engine.run(knot.before);
  await engine.run('start transaction');
  const refusal = await saying(async () => {
    for (const statement of statements) await engine.run(statement);
  });
  await engine.run(refusal === null ? 'commit' : 'rollback');
  if (isKnot) await engine.run(`set foreign_key_checks = ${Number(before?.checks) === 0 ? 0 : 1}`);
  return refusal;
}

/**
 * Constraints that wait for the end of the transaction are asked at once, and wait again: PostgreSQL alters no table
 * with checks that are still to come (55006, seen on 18).
 */
function deferredChecks(catalog: Catalog): string[] {
  const names = [...catalog.values()]
    .filter(({ kind, facts }) => {
      const definition = String(facts.definition).toUpperCase();
      const isTrigger = kind === 'trigger' && definition.startsWith('CREATE CONSTRAINT TRIGGER');
      const isConstraint = ['foreign key', 'unique', 'primary key', 'exclusion constraint'].includes(kind);
      return (isTrigger || isConstraint) && definition.includes('INITIALLY DEFERRED');
    })
    .map(({ schema, name }) => `${quote(schema ?? 'public')}.${quote(name)}`);
  if (names.length === 0) return [];
  const list = [...new Set(names)].join(', ');
  return [`set constraints ${list} immediate;`, `set constraints ${list} deferred;`];
}

import { NoEngine } from '../database/packages.js';
import type { LockstepError } from '../errors.js';
import type { Finding } from '../finding.js';
import type { Migration } from '../history/history.js';
import { parseOperations } from '../sql/parse-operations.js';
import { composeDown, mayRewrite } from './compose-down.js';
import { type Derived, deriveAlone, deriveOn, inverseOfNothing } from './derive.js';
import type { ProofRecord, Reversible } from './down-file.js';
import { inverseWithoutEngine } from './fallback.js';
import { undoFromSnapshots } from './from-snapshots.js';
import { type Inverse, unknownSchema } from './inverse.js';
import { type Job, projectFolder, type Script, stateOptions, upScripts } from './job.js';
import { mysqlInverses } from './mysql/inverses.js';
import { inFile } from './proof/findings.js';
import { type Proof, proveBody } from './proof/prove-body.js';
import { refusedBy } from './proof/record.js';
import { type Staging, staged } from './staging.js';
import { type Left, type Stop, walk } from './walk.js';

/** A down file as it should be. */
export interface MadeDown {
  migration: Migration;
  /** The text that is there; `null` where there is no file. */
  existing: string | null;
  text: string;
  /** `by hand`: somebody wrote or edited it, so it is left as it is. */
  outcome: 'written' | 'refreshed' | 'unchanged' | 'by hand';
  /** Null for one that was written by hand. */
  reversible: Reversible | null;
  proof: ProofRecord | null;
  findings: Finding[];
}

/** A migration whose down file lockstep may write. */
type Wanted = Script & { existing: string | null };

/**
 * Makes the down files of some migrations, each from the migration itself and the schema before it. Nothing is
 * written: what is given to `made` says what a file should hold.
 *
 * @param tags the migrations; those without an SQL file are left out.
 * @param withProof runs up, down and up again on tables with rows, and says in the file what that showed.
 * @param made called for each as soon as it is known; those that were written by hand come first.
 * @throws LockstepError (exit 2) when the server that was named cannot be used.
 */
export async function makeDowns(
  job: Job,
  tags: ReadonlySet<string>,
  { withProof, made }: { withProof: boolean; made: (down: MadeDown) => Promise<void> },
): Promise<void> {
  const scripts = await upScripts(job);
  const wanted = new Map<string, Wanted>();
  for (const script of scripts.filter(({ tag }) => tags.has(tag))) {
    const existing = await job.tree.read(script.migration.down);
    if (mayRewrite(existing)) wanted.set(script.tag, { ...script, existing });
    else await made(byHand(script.migration, existing));
  }
  if (wanted.size === 0) return;
  const work: Work = { job, wanted, withProof, made, mysql: null };
  if (job.project.dialect === 'mysql') work.mysql = await mysqlInverses(job, new Set(wanted.keys()));
  if (job.project.dialect === 'mysql' && !withProof) return withoutEngine(work, null);
  try {
    const options = stateOptions(
      job,
      scripts.map(({ sql }) => sql),
    );
    await walk(
      options,
      scripts,
      new Set(wanted.keys()),
      (stop) => visit(work, stop),
      (tag, number, of) => job.progress?.({ doing: 'replay', tag, number, of }),
    );
  } catch (error) {
    if (!(error instanceof NoEngine)) throw error;
    await withoutEngine(work, error);
  }
}

interface Work {
  job: Job;
  wanted: Map<string, Wanted>;
  withProof: boolean;
  made: (down: MadeDown) => Promise<void>;
  /** For MySQL, where no engine is needed to find them. */
  mysql: Map<string, Derived> | null;
}

async function visit(work: Work, stop: Stop): Promise<Left> {
  const { job, wanted, withProof } = work;
  const script = wanted.get(stop.migration.tag);
  if (script === undefined) return { as: 'before' };
  tell(work, script);
  const fromSnapshots = () => undoFromSnapshots(job.tree, job.project, job.history, script.migration);
  if (!withProof) {
    const { derived, left } = await deriveAlone(stop, fromSnapshots);
    await finish(work, script, derived, untried(unproven(work, derived, stop.engine.label)));
    return left;
  }
  const { result, left } = await staged(stop, projectFolder(job), async (staging) => {
    const derived =
      work.mysql?.get(script.tag) ??
      (await staging.on(async (stage) => {
        const found = await deriveOn(stage, stop, fromSnapshots);
        return { ...found, endsApplied: found.after };
      }));
    return { derived, proof: await proofOf(work, staging, stop, script, derived) };
  });
  await finish(work, script, result.derived, result.proof);
  return left;
}

function proofOf(work: Work, staging: Staging, stop: Stop, script: Wanted, derived: Derived): Promise<Proof> {
  const { job } = work;
  const { body } = composeDown(headingOf(job, script), derived.inverse, null, script.existing);
  return proveBody(staging, stop, {
    job,
    migration: script.migration,
    body,
    reversible: derived.inverse.reversible.kind,
  });
}

async function withoutEngine(work: Work, missing: LockstepError | null): Promise<void> {
  const { job, wanted } = work;
  for (const script of wanted.values()) {
    tell(work, script);
    const derived = work.mysql?.get(script.tag) ?? (await deriveWithoutEngine(job, script));
    const record: ProofRecord | null =
      missing === null
        ? unproven(work, derived, '')
        : { kind: 'not proven', reason: missing.message, mend: missing.fix ?? null };
    await finish(work, script, derived, untried(record));
  }
}

async function deriveWithoutEngine({ tree, project, history }: Job, { sql, migration }: Script): Promise<Derived> {
  const operations = await parseOperations(project.dialect, sql);
  if (operations.length === 0) {
    const isNewest = migration === history.migrations.at(-1);
    return { inverse: inverseOfNothing({ sql }, isNewest), failure: null, after: null };
  }
  const inverse = await inverseWithoutEngine(project.dialect, operations, unknownSchema, () =>
    undoFromSnapshots(tree, project, history, migration),
  );
  return { inverse, failure: null, after: null };
}

/** What a file says of a proof that was not tried. */
function unproven({ job }: Work, { failure, inverse }: Derived, engine: string): ProofRecord | null {
  if (failure !== null) return refusedBy(engine, failure, job.project.dialect);
  const [doubt] = inverse.doubts ?? [];
  if (inverse.reversible.kind === 'no' || doubt === undefined) return null;
  return { kind: 'not proven', reason: doubt, mend: 'lockstep prove' };
}

function untried(record: ProofRecord | null): Proof {
  return { record, findings: [], lost: [], broken: null };
}

/** What the proof showed stands above what the statements seemed to say. */
function inLightOf({ lost, broken }: Proof, inverse: Inverse): Inverse {
  const { reversible } = inverse;
  if (reversible.kind === 'no') return inverse;
  if (broken !== null) return { ...inverse, reversible: { kind: 'no', reason: broken } };
  if (lost.length === 0) return inverse;
  const known = reversible.kind === 'structure only' ? reversible : { lost: [], left: [] };
  return { ...inverse, reversible: { kind: 'structure only', lost: [...known.lost, ...lost], left: known.left } };
}

async function finish(work: Work, script: Wanted, derived: Derived, proof: Proof): Promise<void> {
  const { existing, migration } = script;
  const inverse = inLightOf(proof, derived.inverse);
  const { text } = composeDown(headingOf(work.job, script), inverse, proof.record, existing);
  const outcome = existing === null ? 'written' : isSame(existing, text) ? 'unchanged' : 'refreshed';
  await work.made({
    migration,
    existing,
    text: outcome === 'unchanged' ? (existing ?? text) : text,
    outcome,
    reversible: inverse.reversible,
    proof: proof.record,
    findings: inFile(proof.findings, migration.down, text),
  });
}

function byHand(migration: Migration, existing: string | null): MadeDown {
  const text = existing ?? '';
  return { migration, existing, text, outcome: 'by hand', reversible: null, proof: null, findings: [] };
}

function headingOf({ date }: Job, { tag, sql }: Script): { tag: string; up: string; date: string } {
  return { tag, up: sql, date };
}

function tell({ job, wanted, withProof }: Work, { tag }: Script): void {
  const number = [...wanted.keys()].indexOf(tag);
  job.progress?.({ doing: withProof ? 'proof' : 'down', tag, number, of: wanted.size });
}

function isSame(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other;
}

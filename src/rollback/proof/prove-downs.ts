import type { Finding } from '../../finding.js';
import { type DownText, headerValue, isLeftOpen, splitDown } from '../../history/down-header.js';
import type { Migration } from '../../history/history.js';
import { type ProofRecord, type Reversible, withProof } from '../down-file.js';
import { type Job, projectFolder, type Script, stateOptions, upScripts } from '../job.js';
import { staged } from '../staging.js';
import { type Left, type Stop, walk } from '../walk.js';
import { inFile, missingDown, unwrittenDown } from './findings.js';
import { ProofMemory } from './memory.js';
import { type Proof, proveBody } from './prove-body.js';

/** A down file that was proven, or not. */
export interface ProvenDown {
  migration: Migration;
  existing: string | null;
  /** What its header says of its reversibility; null without a file. */
  reversible: Reversible['kind'] | null;
  /** The file with the proof in its header; `null` without a file. */
  text: string | null;
  proof: ProofRecord | null;
  findings: Finding[];
  /** It was proven before, and nothing of it has changed. */
  isRemembered: boolean;
}

/**
 * Proves the down files of some migrations as they stand, whoever wrote them. Nothing is written.
 *
 * @param tags the migrations; those without an SQL file are left out.
 * @throws LockstepError (exit 2) where there is no engine to prove on.
 */
export async function proveDowns(
  job: Job,
  tags: ReadonlySet<string>,
  { fresh, proven }: { fresh: boolean; proven: (down: ProvenDown) => Promise<void> },
): Promise<void> {
  const scripts = await upScripts(job);
  const memory = new ProofMemory(job, scripts, fresh);
  const wanted = new Map<string, Wanted>();
  for (const script of scripts.filter(({ tag }) => tags.has(tag))) {
    const item = await read(job, script);
    const known = item.down === null ? null : memory.recall(script.tag, item.down.body);
    if (known === null) wanted.set(script.tag, item);
    else await proven(result(item, known, true));
  }
  const options = stateOptions(
    job,
    scripts.map(({ sql }) => sql),
  );
  const visit = async (stop: Stop): Promise<Left> => {
    const item = wanted.get(stop.migration.tag);
    if (item === undefined) return { as: 'before' };
    const number = [...wanted.keys()].indexOf(stop.migration.tag);
    job.progress?.({ doing: 'proof', tag: stop.migration.tag, number, of: wanted.size });
    const { result: proof, left } = await staged(stop, projectFolder(job), (staging) =>
      proveBody(staging, stop, {
        job,
        migration: item.script.migration,
        body: item.down?.body ?? '',
        reversible: item.reversible ?? 'no',
      }),
    );
    if (item.down !== null) memory.remember(stop.migration.tag, item.down.body, proof);
    await proven(result(item, proof, false));
    return left;
  };
  await walk(options, scripts, new Set(wanted.keys()), visit, (tag, number, of) =>
    job.progress?.({ doing: 'replay', tag, number, of }),
  );
  memory.write();
}

interface Wanted {
  job: Job;
  script: Script;
  existing: string | null;
  down: DownText | null;
  reversible: Reversible['kind'] | null;
}

async function read(job: Job, script: Script): Promise<Wanted> {
  const existing = await job.tree.read(script.migration.down);
  const down = existing === null ? null : splitDown(existing);
  return { job, script, existing, down, reversible: down === null ? null : reversibleOf(down) };
}

/** A file without the line was written by somebody who meant it to be run. */
function reversibleOf(down: DownText): Reversible['kind'] {
  const value = headerValue(down, 'Reversible')?.toLowerCase() ?? 'yes';
  if (value.startsWith('no')) return 'no';
  return value.startsWith('structure only') ? 'structure only' : 'yes';
}

function result({ job, script, existing, down, reversible }: Wanted, proof: Proof, isRemembered: boolean): ProvenDown {
  const { migration, sql } = script;
  const text = existing === null || proof.record === null ? existing : withProof(existing, sql, proof.record);
  const findings =
    text === null
      ? [missingDown(migration, job.lockstep), ...proof.findings]
      : inFile(proof.findings, migration.down, text);
  if (down !== null && isLeftOpen(down, sql)) findings.unshift(unwrittenDown(migration, job.lockstep));
  return { migration, existing, reversible, text, proof: proof.record, findings, isRemembered };
}

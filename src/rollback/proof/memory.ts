import { join } from 'node:path';
import type { Finding } from '../../finding.js';
import { bodyHash } from '../../history/down-header.js';
import { cacheFolder, cacheKey, readCached, writeCached } from '../../repo/cache-folder.js';
import { version } from '../../version.js';
import type { ProofRecord } from '../down-file.js';
import { type Job, projectFolder, type Script } from '../job.js';
import type { Proof } from './prove.js';

/** How many proofs are remembered: those of a long history, proven whole, and some of other branches. */
const most = 5000;

/**
 * What earlier proofs showed. A proof rests on the SQL of the migrations up to its own and on that of the down file:
 * as long as none changes, it need not be run again.
 */
export class ProofMemory {
  readonly #path: string | null;
  readonly #known: Record<string, unknown>;
  readonly #keys: Map<string, string>;
  #isChanged = false;

  /** @param fresh nothing is recalled; what is proven is remembered all the same. */
  constructor(job: Job, scripts: Script[], fresh: boolean) {
    const folder = cacheFolder(projectFolder(job));
    this.#path = folder === null ? null : join(folder, `proofs-${version}.json`);
    this.#known = fresh || this.#path === null ? {} : record(readCached(this.#path));
    this.#keys = new Map();
    // A server may be of any version: what it showed is its own.
    let key = cacheKey([job.project.dialect, job.url ?? null]);
    for (const { tag, sql } of scripts) {
      key = cacheKey([key, tag, sql]);
      this.#keys.set(tag, key);
    }
  }

  /** The proof of this down, where one was found before. */
  recall(tag: string, body: string): Proof | null {
    const known = record(this.#known[this.#keyOf(tag, body)]);
    const proof = record(known.record);
    if (proof.kind !== 'proven' || typeof proof.engine !== 'string' || typeof proof.date !== 'string') return null;
    const onRows = typeof proof.onRows === 'string' ? proof.onRows : null;
    const saved: ProofRecord = { kind: 'proven', engine: proof.engine, date: proof.date, onRows };
    return {
      record: saved,
      findings: Array.isArray(known.findings) ? known.findings.filter(isFinding) : [],
      lost: [],
      broken: null,
    };
  }

  /** Only what was proven is kept: an engine that lacks something may have it tomorrow. */
  remember(tag: string, body: string, proof: Proof): void {
    if (proof.record?.kind !== 'proven') return;
    this.#known[this.#keyOf(tag, body)] = proof;
    this.#isChanged = true;
  }

  write(): void {
    if (this.#path === null || !this.#isChanged) return;
    writeCached(this.#path, Object.fromEntries(Object.entries(this.#known).slice(-most)));
  }

  #keyOf(tag: string, body: string): string {
    return cacheKey([this.#keys.get(tag), bodyHash(body)]);
  }
}

function isFinding(value: unknown): value is Finding {
  const { rule, severity, message } = record(value);
  return typeof rule === 'string' && typeof severity === 'string' && typeof message === 'string';
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

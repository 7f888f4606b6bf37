import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Dialect } from '../../../src/project/dialects.js';
import { packages } from '../database.js';

/** What a process is to do. */
export interface Task {
  dialect: Dialect;
  url: string;
  /** The migrations. */
  folder: string;
  /** Where drivers are found. */
  packages: string;
  /** It ends at its statement of that number (from 1): before it is sent, or while it is under way. */
  kill?: { at: number; when: 'before' | 'during' };
}

export interface Ended {
  status: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** How many times what is done by chance is done: a few in CI, all of it with LOCKSTEP_ROUNDS=50. */
export const rounds = Number(process.env.LOCKSTEP_ROUNDS ?? 1);
export const isWhole = rounds >= 50;

/** A folder with the built child, in which only these packages are found; to be removed. */
export async function buildChild(only: string[] | null): Promise<{ folder: string; packages: string; script: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-child-'));
  const script = join(folder, 'child.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'warning',
  });
  if (only === null) return { folder, packages, script };
  mkdirSync(join(folder, 'node_modules'));
  for (const name of only) symlinkSync(join(packages, 'node_modules', name), join(folder, 'node_modules', name));
  return { folder, packages: folder, script };
}

/** Runs the child to its end. */
export function run(script: string, task: Task): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

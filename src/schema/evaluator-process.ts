import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Dialect } from '../project/dialects.js';
import type { KitLine } from '../project/project.js';
import { type Request, type Response, timeLimitSeconds } from './protocol.js';

/** The evaluator process (see evaluator.ts), started early and asked once. */
export interface Evaluator {
  /** Rejects with an EvaluatorEnded when the code ends the process, or takes too long. */
  ask(request: Request): Promise<Response>;
  stop(): void;
}

/** The process ended without an answer. */
export class EvaluatorEnded extends Error {}

/** Which drizzle-kit the process loads. */
export interface KitToLoad {
  folder: string;
  line: KitLine;
  /** The 1.0 line has a module for each; unknown, it is loaded when it is asked for. */
  dialect?: Dialect;
}

const warm: { kit: KitToLoad; evaluator: Evaluator }[] = [];

/**
 * Starts a process before it is known that it is needed: loading drizzle-kit takes longer than all before it.
 *
 * @param ready how many are to be ready.
 */
export function prewarmEvaluator(kit: KitToLoad, ready = 1): void {
  while (warm.length < ready) warm.push({ kit, evaluator: start(kit) });
}

/** Ends the processes that were started and not needed. */
export function stopPrewarmed(): void {
  for (const { evaluator } of warm.splice(0)) evaluator.stop();
}

/** @param kit `null` to only run code. */
export function startEvaluator(kit: KitToLoad | null): Evaluator {
  const at = warm.findIndex((candidate) => candidate.kit.folder === kit?.folder);
  const [ready] = at < 0 ? [] : warm.splice(at, 1);
  return ready?.evaluator ?? start(kit);
}

function start(kit: KitToLoad | null): Evaluator {
  const args = kit === null ? [] : [kit.folder, kit.line, kit.dialect ?? ''];
  const child = spawn(process.execPath, [evaluatorFile(), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // What is captured is shown later, in other colours.
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    windowsHide: true,
  });
  child.unref();
  child.channel?.unref();
  child.on('error', () => {});
  const printed = capture(child);
  // From the beginning: a process that was started early may have ended before it is asked.
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ask: (request) => ask(child, request, printed, ended),
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}

function ask(
  child: ChildProcess,
  request: Request,
  printed: () => string,
  ended: Promise<number | null>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    child.ref();
    child.channel?.ref();
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new EvaluatorEnded(
          `it did not finish within ${timeLimitSeconds} seconds (LOCKSTEP_TIME_LIMIT sets another limit)`,
        ),
      );
    }, timeLimitSeconds * 1000);
    child.once('message', (response: Response) => {
      clearTimeout(timer);
      resolve(response.type === 'error' ? { ...response, message: withoutLogin(response.message) } : response);
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    void ended.then((code) => {
      clearTimeout(timer);
      const said = withoutLogin(printed().trim());
      reject(new EvaluatorEnded(said === '' ? `it ended the process with exit code ${code ?? 'none'}` : said));
    });
    child.send(request, (error) => {
      // A process that has ended already is reported by its end, with what it printed.
      if (error && child.exitCode === null) reject(error);
    });
  });
}

/** What the project's code says may hold a connection string: nothing of it but its kind is shown. */
function withoutLogin(text: string): string {
  return text.replaceAll(/\b([a-z][\w+.-]*:\/\/)[^\s'"`/]*@[^\s'"`]*/gi, '$1…');
}

/** Keeps the end of what the process prints: drizzle-kit explains itself on stdout before it exits. */
function capture(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-4000);
    });
  }
  return () => text;
}

/** Beside the bundled command (dist/, dist/chunks/), or in dist/ when the sources run in a test. */
function evaluatorFile(): string {
  for (const candidate of ['./evaluator.cjs', '../evaluator.cjs', '../../dist/evaluator.cjs']) {
    const path = fileURLToPath(new URL(candidate, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error('evaluator.cjs is missing from the installation.');
}

import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, createContext } from '../../create/src/context.js';
import { parseFlags } from '../../create/src/flags.js';
import type { Prompts, Terminal } from '../../create/src/terminal.js';

/** A terminal that keeps what is printed, and answers questions from a list; a question too many is an error. */
export interface FakeTerminal extends Terminal {
  printed: { out: string[]; err: string[] };
  /** The messages of the questions that were asked, in their order. */
  asked: string[];
}

export function fakeTerminal(options: { interactive?: boolean; answers?: unknown[] } = {}): FakeTerminal {
  const printed = { out: [] as string[], err: [] as string[] };
  const asked: string[] = [];
  const answers = [...(options.answers ?? [])];
  const next = <Value>(message: string, initial: Value): Promise<Value> => {
    asked.push(message);
    if (answers.length === 0) return Promise.reject(new Error(`No answer is left for: ${message}`));
    const answer = answers.shift();
    if (answer instanceof Error) return Promise.reject(answer);
    // 'default' takes what the question offers, as the Enter key does.
    return Promise.resolve(answer === 'default' ? initial : (answer as Value));
  };
  const prompts: Prompts = {
    text: ({ message, initial }) => next(message, initial),
    select: ({ message, initial }) => next(message, initial),
    multiselect: ({ message, initial }) => next(message, initial),
    confirm: ({ message, initial }) => next(message, initial),
    intro: () => {},
    outro: (message) => void printed.out.push(message),
  };
  return {
    interactive: options.interactive ?? false,
    out: (text) => void printed.out.push(text),
    err: (text) => void printed.err.push(text),
    prompts: () => Promise.resolve(prompts),
    progress: (message) => {
      printed.err.push(message);
      return { stop: (last) => void printed.err.push(last) };
    },
    printed,
    asked,
  };
}

/** A context whose command line is read already, in a folder. */
export function contextFor(cwd: string, argv: string[], terminal: Terminal = fakeTerminal()): Context {
  const context = createContext({
    argv,
    cwd,
    env: {},
    nodeVersion: process.versions.node,
    version: '0.1.0',
    terminal,
    signal: new AbortController().signal,
  });
  context.flags = parseFlags(argv);
  return context;
}

export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-create-')));
}

/** What `work` throws; `undefined` when it does not. */
export async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}

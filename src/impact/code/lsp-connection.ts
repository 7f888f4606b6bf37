import { type ChildProcess, spawn } from 'node:child_process';
import { LockstepError } from '../../errors.js';
import { isObject } from '../../is-object.js';

/** Talks JSON-RPC to a language server over its stdin and stdout (Language Server Protocol 3.17). */
export interface LspConnection {
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): void;
  /** Asks the server to end, and ends it if it does not. */
  close(): Promise<void>;
}

const separator = '\r\n\r\n';
const patienceMs = 2000;

/** @param program absolute path of a script for Node.js. */
export function connect(program: string, args: string[], cwd: string): LspConnection {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      for (const { reject } of waiting.values()) reject(noAnswer('it ended'));
      waiting.clear();
      resolve();
    };
    child.once('error', end).once('exit', end);
  });
  child.stdin?.on('error', () => {});
  const send = (message: Record<string, unknown>): void => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    child.stdin?.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}${separator}`), body]));
  };
  onMessages(child, (message) => {
    const { id, method, result, error } = message;
    // What the server asks (its settings, to be told of changes) is answered with nothing: it then does as usual.
    if (typeof method === 'string') {
      if (id !== undefined) send({ id, result: nothing(message) });
      return;
    }
    const asked = typeof id === 'number' ? waiting.get(id) : undefined;
    if (asked === undefined || typeof id !== 'number') return;
    waiting.delete(id);
    if (error === undefined) asked.resolve(result);
    else asked.reject(noAnswer(isObject(error) ? String(error.message) : ''));
  });
  const request = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (child.exitCode !== null) return reject(noAnswer('it ended'));
      last += 1;
      waiting.set(last, { resolve, reject });
      send({ id: last, method, params });
    });
  return {
    request,
    notify: (method, params) => send({ method, params }),
    async close() {
      const timer = setTimeout(() => child.kill(), patienceMs);
      await request('shutdown', undefined).catch(() => {});
      send({ method: 'exit' });
      child.stdin?.end();
      await ended;
      clearTimeout(timer);
    },
  };
}

function noAnswer(why: string): LockstepError {
  return new LockstepError(`The language server of TypeScript gave no answer: ${why}.`, {
    exitCode: 1,
    fix: 'Run npx tsc --noEmit and mend what it says; if it runs, try another version of typescript.',
  });
}

/** The empty answer to a request of the server's; a setting is asked for by each item. */
function nothing({ params }: Record<string, unknown>): unknown {
  return isObject(params) && Array.isArray(params.items) ? params.items.map(() => null) : null;
}

function onMessages({ stdout }: ChildProcess, take: (message: Record<string, unknown>) => void): void {
  let rest = Buffer.alloc(0);
  stdout?.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf(separator); at !== -1; at = rest.indexOf(separator)) {
      const length = Number(/Content-Length: (\d+)/i.exec(rest.toString('latin1', 0, at))?.[1] ?? 0);
      const start = at + separator.length;
      if (rest.length < start + length) return;
      const message: unknown = JSON.parse(rest.toString('utf8', start, start + length));
      rest = rest.subarray(start + length);
      if (isObject(message)) take(message);
    }
  });
}

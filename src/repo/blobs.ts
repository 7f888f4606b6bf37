import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { LockstepError } from '../errors.js';
import { cannotStartGit } from './git.js';

interface Request {
  id: string;
  resolve: (content: Buffer) => void;
  reject: (error: Error) => void;
}

/**
 * Reads blobs through one `git cat-file --batch`, started at the first request. Answers come in the order of the
 * requests: `<id> <type> <size>\n<content>\n`, or `<id> missing\n` (git-cat-file(1), seen on git 2.39).
 */
export class BlobReader {
  readonly #folder: string;
  #closed = false;
  #process: ChildProcessWithoutNullStreams | null = null;
  #waiting: Request[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes needed before the next attempt to read an answer. */
  #wanted = 1;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(id: string): Promise<Buffer> {
    if (this.#closed) return Promise.reject(new Error('The tree is closed.'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, resolve, reject });
      this.#start().stdin.write(`${id}\n`);
    });
  }

  close(): void {
    this.#closed = true;
    this.#process?.stdin.end();
    this.#process = null;
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#process !== null) return this.#process;
    const child = spawn('git', ['cat-file', '--batch'], { cwd: this.#folder, windowsHide: true });
    child.on('error', (cause) => this.#fail(cannotStartGit(cause)));
    child.on('close', () => {
      if (this.#process === child) this.#process = null;
      if (this.#waiting.length > 0) this.#fail(new LockstepError('git cat-file ended before it had answered.'));
    });
    child.stdin.on('error', () => {});
    child.stderr.resume();
    child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      while (this.#waiting.length > 0 && this.#length >= this.#wanted && this.#answer());
    });
    this.#process = child;
    return child;
  }

  #fail(error: Error): void {
    for (const request of this.#waiting.splice(0)) request.reject(error);
  }

  /** Takes one whole answer from the buffer, if it is there. */
  #answer(): boolean {
    const buffer = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [buffer];
    const lineEnd = buffer.indexOf(10);
    if (lineEnd < 0) {
      this.#wanted = this.#length + 1;
      return false;
    }
    const header = buffer.toString('utf8', 0, lineEnd).split(' ');
    const size = header.length === 3 ? Number(header[2]) : 0;
    const end = header.length === 3 ? lineEnd + 1 + size + 1 : lineEnd + 1;
    if (this.#length < end) {
      this.#wanted = end;
      return false;
    }
    this.#chunks = [buffer.subarray(end)];
    this.#length -= end;
    this.#wanted = 1;
    const request = this.#waiting.shift();
    if (header.length === 3) request?.resolve(buffer.subarray(lineEnd + 1, end - 1));
    else {
      request?.reject(
        new LockstepError(`git has no object ${request.id}.`, {
          fix: 'The clone may be shallow or damaged: run git fsck, or fetch the missing history.',
        }),
      );
    }
    return true;
  }
}

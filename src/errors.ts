/**
 * What a user can mend: wrong usage, a broken file, a missing tool. Everything else that is thrown is a bug and
 * keeps its stack.
 */
export class LockstepError extends Error {
  /** 1: the work failed. 2: wrong usage or environment (no project, no database, unreadable config). */
  readonly exitCode: 1 | 2;
  /** The file (relative to where the user stands) the message is about. */
  readonly path: string | undefined;
  /** 1-based line in `path`. */
  readonly line: number | undefined;
  /** What to do about it: one sentence or command. */
  readonly fix: string | undefined;

  constructor(
    message: string,
    details: { exitCode?: 1 | 2; path?: string; line?: number; fix?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'LockstepError';
    this.exitCode = details.exitCode ?? 2;
    this.path = details.path;
    this.line = details.line;
    this.fix = details.fix;
  }
}

/** The user pressed Ctrl-C or closed a prompt: nothing is written, exit code 130. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
    this.name = 'Interrupted';
  }
}

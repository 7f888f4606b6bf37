/** Where a command reads and prints. The only door to the terminal: what is below the cli layer has none. */
export interface Io {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Results: one JSON object with `--format json`, else text. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** Both stdin and stdout are a terminal, and this is not CI: prompts are possible. */
  interactive: boolean;
}

export interface Command {
  name: string;
  summary: string;
  /** The whole text of `lockstep NAME --help`: usage, options, examples. */
  help: string | ((argv: string[]) => Promise<string>);
  /** Returns the exit code. Throws LockstepError or Interrupted. */
  run(argv: string[], io: Io): Promise<number>;
}

/** A command as `lockstep --help` lists it, and how it is loaded; `hidden` are those that git hooks run and nobody types. */
export interface ListedCommand {
  name: string;
  summary: string;
  hidden?: true;
  load: () => Promise<Command>;
}

/** The text of `lockstep NAME --help`; a command with generators narrows it to the one that the arguments name. */
export async function helpOf({ help }: Command, argv: string[] = []): Promise<string> {
  return typeof help === 'string' ? help : help(argv);
}

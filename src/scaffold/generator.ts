import type { Dialect } from '../project/dialects.js';
import type { Plan } from './plan.js';

/** One question of a generator; each is also a flag of the command line and an answer of plop. */
export type Question = { name: string; message: string } & (
  | { type: 'text'; initial?: string; validate?: (value: string) => string | undefined }
  | { type: 'list'; placeholder?: string }
  | { type: 'select'; choices: { value: string; label: string; hint?: string }[]; initial?: string }
  | { type: 'confirm'; initial: boolean }
);

/** What a generator may look at. It reads; it never writes, prompts or prints. */
export interface GeneratorContext {
  /** Absolute path of the project's folder (where the drizzle config lies). */
  root: string;
  /** Content of a file of the project (path relative to `root`, forward slashes), or `null`. */
  read(path: string): string | null;
  /** Names in a folder of the project, sorted; folders end in `/`. Empty when there is none. */
  list(path: string): string[];
  /** Fills the template `name` (its path below `templates/`). */
  render(name: string, values: Record<string, unknown>): string;
  project: { dialect: Dialect; /** As in the config: files, folders or globs, relative to `root`. */ schema: string[]; out: string; casing?: 'camelCase' | 'snake_case' };
}

/** Written once, offered by the command line (`lockstep new NAME`) and by plop. */
export interface Generator<Answers extends object> {
  name: string;
  description: string;
  questions: Question[];
  /** Throws a LockstepError for answers that make no sense; nothing is written either way. */
  plan(answers: Answers, context: GeneratorContext): Plan;
}

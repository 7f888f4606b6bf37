import type { Dialect } from '../project/dialects.js';
import type { KitLine } from '../project/project.js';
import type { Rename } from '../schema/rename/renamed-snapshot.js';
import type { FileChange, Plan } from './plan.js';
import type { Render } from './templates.js';

/** One question of a generator; each is also an argument or a flag of the command line and an answer of plop. */
export type Question = {
  name: string;
  message: string;
  /** Given by its place on the command line instead of a flag; a list takes all that is left. */
  positional?: boolean;
  /** What `--help` says about the flag. */
  hint?: string;
  /** Whether it is asked, and missing when it has no answer; by default it is. */
  when?: (answers: AnswerValues) => boolean;
} & (
  | { type: 'text'; initial?: string; validate?: (value: string) => string | undefined }
  | {
      type: 'list';
      placeholder?: string /** Without one there is nothing to do. */;
      required?: true;
      validate?: (value: string[]) => string | undefined;
    }
  | { type: 'select'; choices: { value: string; label: string; hint?: string }[]; initial?: string }
  | { type: 'confirm'; initial: boolean }
);

/** An answer as the command line, a prompt or plop gives it. */
export type AnswerValue = string | string[] | boolean;

/** Answers by the names of their questions. Nothing is checked yet. */
export type AnswerValues = Record<string, AnswerValue>;

/** A rename that is planned: how the schema files look after it, and what it is in the database. */
export interface PlannedRename {
  /** Of the schema files; paths relative to the project. */
  changes: FileChange[];
  rename: Rename;
  /** Of the migration. */
  name: string;
}

/** A migration that is planned: one statement for the rows, the schema stays. */
export interface PlannedMigration {
  name: string;
  sql: string;
  /** What takes it back; null where nothing does. */
  down: string | null;
}

/** A down file that is planned. */
export interface PlannedDown {
  change: FileChange;
  tag: string;
  /** Why nothing was found that undoes the migration, and the file is to be filled in; null where it is not. */
  toFillIn: string | null;
}

/** What a generator may look at. It reads; it never writes, prompts or prints. */
export interface GeneratorContext {
  /** Absolute path of the project's folder (where the drizzle config lies). */
  root: string;
  /** Content of a file of the project (path relative to `root`, forward slashes), or `null`. */
  read(path: string): string | null;
  /** Names in a folder of the project, sorted; folders end in `/`. Empty when there is none. */
  list(path: string): string[];
  /** Fills the template `name` (its path below `templates/`): the project's own, where it has one of that name. */
  render: Render;
  /** How one types the command that writes a migration of this name, in the project's package manager. */
  generateCommand(name: string): string;
  /** How one types a command of an installed package (`tsx file.ts`), in the project's package manager. */
  command(line: string): Promise<string>;
  /**
   * The files of a migration that is nothing but a rename, for the schema files as `changes` leave them. Throws a
   * LockstepError when the project is not in lockstep before.
   */
  planRename(planned: PlannedRename): Promise<FileChange[]>;
  /** What `lockstep init` adds for these of its parts, as a plan of the whole repository. */
  planParts(parts: string[], options?: { agents?: string[] }): Promise<Plan>;
  /**
   * The files of a migration that changes rows. Throws a LockstepError when the project is not in lockstep before.
   */
  planMigration(planned: PlannedMigration): Promise<FileChange[]>;
  /**
   * The down file of a migration that has none: derived and proven, or with `template` one to fill in.
   *
   * @param tag the migration, or the beginning of its tag; undefined: the newest without a down file.
   */
  planDown(tag: string | undefined, options: { template: boolean }): Promise<PlannedDown>;
  project: {
    dialect: Dialect;
    /** Of the drizzle-kit that is installed; `journal` where none is. */
    line: KitLine;
    /** As in the config: files, folders or globs, relative to `root`. */
    schema: string[];
    out: string;
    /** The drizzle config, relative to `root`. */
    config?: string;
    casing?: 'camelCase' | 'snake_case';
  };
}

/** Written once, offered by the command line (`lockstep new NAME`) and by plop. */
export interface Generator<Answers extends object, Made extends Plan | Promise<Plan> = Plan> {
  name: string;
  description: string;
  questions: Question[];
  /** Lines of `--help`, after the usage. */
  examples: string[];
  /** Throws a LockstepError that names the question for an answer that is missing or makes no sense. */
  answers(values: AnswerValues): Answers;
  /** Throws a LockstepError for answers that do not fit the project; nothing is written either way. */
  plan(answers: Answers, context: GeneratorContext): Made;
}

/** A generator whose answers are nobody's business: what a list of generators holds. */
export interface OfferedGenerator extends Omit<Generator<object>, 'answers' | 'plan'> {
  plan(values: AnswerValues, context: GeneratorContext): Plan | Promise<Plan>;
}

export function offer<Answers extends object>(generator: Generator<Answers, Plan | Promise<Plan>>): OfferedGenerator {
  const { name, description, questions, examples } = generator;
  return {
    name,
    description,
    questions,
    examples,
    plan: (values, context) => generator.plan(generator.answers(values), context),
  };
}

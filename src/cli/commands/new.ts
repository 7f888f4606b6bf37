import { basename } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { generators } from '../../../generators/index.js';
import { planRun, writePlanned } from '../../../generators/run.js';
import { LockstepError } from '../../errors.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import type { AnswerValues, OfferedGenerator, Question } from '../../scaffold/generator.js';
import { nearest } from '../../scaffold/nearest.js';
import { type Plan, statusOf } from '../../scaffold/plan.js';
import { planToJson, renderDiff, renderTree, summary } from '../../scaffold/show.js';
import type { Command, Io } from '../command.js';
import { findProject } from '../find-project.js';
import { style } from '../style.js';

type Options = NonNullable<ParseArgsConfig['options']>;

const common = {
  'dry-run': { type: 'boolean', default: false },
  diff: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  merge: { type: 'boolean', default: false },
  'allow-dirty': { type: 'boolean', default: false },
  formatter: { type: 'boolean', default: true },
  config: { type: 'string' },
  format: { type: 'string', default: 'text' },
} as const;

export const command: Command = {
  name: 'new',
  summary: 'Make a schema change with a generator: tables, columns, renames',
  help: help(),
  async run(argv, io) {
    const generator = chosen(argv, io);
    if (generator === null) return 2;
    const { values, positionals } = parse(argv, generator);
    const { config, format, diff } = values;
    // As in npm create: who asks for the difference wants to see it first.
    const dryRun = values['dry-run'] === true || diff === true;
    if (format !== 'text' && format !== 'json') {
      throw new LockstepError(`--format ${String(format)} is not known.`, {
        fix: 'Use --format text or --format json.',
      });
    }
    if (values.force && values.merge)
      throw new LockstepError('--force and --merge cannot be used together.', { fix: 'Choose one of them.' });
    const given = answersOf(generator, positionals.slice(1), values);
    const project = await findProject(io.cwd, { config: typeof config === 'string' ? config : undefined });
    const answers = await complete(generator, given, io);
    const policy = values.force ? 'force' : values.merge ? 'merge' : 'stop';
    // What is not written cannot be mixed up with anything.
    const allowDirty = dryRun || values['allow-dirty'] === true;
    const plan = await planRun(generator, answers, project, {
      policy,
      allowDirty,
      formatter: values.formatter !== false,
    });
    const undoable = !dryRun && (await writePlanned(plan, project, ['new', ...argv]));
    for (const note of plan.notes ?? []) io.err(`${note}\n`);
    if (format === 'json')
      io.out(
        `${JSON.stringify({ ok: true, written: !dryRun, ...planToJson(plan, { diff: diff === true }) }, null, 2)}\n`,
      );
    else tell(plan, { dryRun, diff: diff === true }, io);
    if (undoable && format === 'text') {
      const undo = `lockstep undo${configOption(project.tree, project.project)}`;
      io.out(`\nUndo: ${await typedCommand(project.root, '', undo)}\n`);
    }
    return 0;
  },
};

/** The generator that is named, or null after the list of them was shown. */
function chosen(argv: string[], io: Io): OfferedGenerator | null {
  const options = Object.assign({}, common, ...generators.map(({ questions }) => flagsOf(questions)));
  const { positionals, values } = parseArgs({ args: argv, options, strict: false, allowPositionals: true });
  const [name] = positionals;
  if (name === undefined) {
    const list = generators.map(({ name, description }) => ({ name, description }));
    if (values.format === 'json') io.out(`${JSON.stringify({ ok: false, generators: list }, null, 2)}\n`);
    else
      io.out(
        `Usage: lockstep new GENERATOR [NAME] [FIELD…]\n\n${listed()}\n\n  lockstep new --help   options and examples\n`,
      );
    return null;
  }
  const found = generators.find((generator) => generator.name === name);
  if (found) return found;
  const names = generators.map((generator) => generator.name);
  const [near] = nearest(name, names);
  throw new LockstepError(`There is no generator ${JSON.stringify(name)}.`, {
    fix: near === undefined ? `Generators: ${names.join(', ')}.` : `Did you mean: lockstep new ${near}`,
  });
}

function parse(argv: string[], generator: OfferedGenerator) {
  const options: Options = { ...common, ...flagsOf(generator.questions) };
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, allowNegative: true });
  } catch (error) {
    const unknown =
      error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
        ? /'(-[^']*)'/.exec(error.message)?.[1]
        : undefined;
    if (unknown === undefined) throw error;
    const flags = Object.entries(options).flatMap(([name, { type }]) => [
      `--${name}`,
      ...(type === 'boolean' && (name === 'formatter' || !(name in common)) ? [`--no-${name}`] : []),
    ]);
    const near = nearest(unknown.replace(/=.*/, ''), flags);
    throw new LockstepError(`lockstep new ${generator.name} has no flag ${unknown}.`, {
      fix: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Flags: ${flags.join(', ')}.`,
    });
  }
}

function flagsOf(questions: Question[]): Options {
  return Object.fromEntries(
    questions
      .filter(({ positional }) => !positional)
      .map(({ name, type }) => [name, { type: type === 'confirm' ? ('boolean' as const) : ('string' as const) }]),
  );
}

/** The answers that the command line gives: arguments in the order of the positional questions, a list takes the rest. */
function answersOf(generator: OfferedGenerator, args: string[], flags: Record<string, unknown>): AnswerValues {
  const answers: AnswerValues = {};
  const rest = [...args];
  for (const { name, type, positional } of generator.questions) {
    const flag = flags[name];
    if (!positional) {
      if (typeof flag === 'string' || typeof flag === 'boolean') answers[name] = flag;
    } else if (type === 'list') {
      if (rest.length > 0) answers[name] = rest.splice(0);
    } else {
      const value = rest.shift();
      if (value !== undefined) answers[name] = value;
    }
  }
  if (rest[0] !== undefined)
    throw new LockstepError(`${generator.name} does not take the argument ${JSON.stringify(rest[0])}.`, {
      fix: usage(generator),
    });
  return answers;
}

/**
 * Asks for what is missing. Someone who gave every answer that has no default is not asked for the others.
 * Throws a LockstepError (exit 2) that names the argument when nobody can be asked.
 */
async function complete(generator: OfferedGenerator, given: AnswerValues, io: Io): Promise<AnswerValues> {
  const missing = generator.questions.find(
    (question) =>
      given[question.name] === undefined &&
      (question.when?.(given) ?? true) &&
      ((question.type === 'text' && question.initial === undefined) ||
        (question.type === 'select' && question.initial === undefined) ||
        (question.type === 'list' && question.required === true)),
  );
  if (!missing) return given;
  if (!io.interactive) {
    const name = argumentName(missing);
    throw missing.positional
      ? new LockstepError(`The argument ${name} is missing.`, { fix: usage(generator) })
      : new LockstepError(`--${missing.name} is missing.`, { fix: `${usage(generator)} --${missing.name} ${name}` });
  }
  const { ask } = await import('../ask.js');
  const answers = { ...given };
  for (const question of generator.questions)
    if (question.when?.(answers) ?? true) answers[question.name] ??= await ask(question);
  return answers;
}

function tell(plan: Plan, { dryRun, diff }: { dryRun: boolean; diff: boolean }, io: Io): void {
  if (diff) io.out(`${renderDiff(plan).trimEnd()}\n`);
  if (dryRun) {
    if (!diff) io.out(`${renderTree(plan, basename(plan.root))}\n`);
    io.err('Dry run: nothing was written.\n');
    return;
  }
  const green = (text: string): string => style('green', text, process.stdout);
  if (!diff) for (const change of plan.changes) io.out(`${green('✓')} ${change.path}  (${statusOf(change)})\n`);
  io.out(`${summary(plan)}\n`);
  const steps = plan.nextSteps ?? [];
  if (steps.length > 0)
    io.out(`\nNext:\n${steps.map((step) => `  ${style('cyan', step, process.stdout)}`).join('\n')}\n`);
}

function argumentName({ name, type }: Question): string {
  return type === 'list' ? name.toUpperCase().replace(/S$/, '') : name.toUpperCase();
}

function usage({ name, questions }: OfferedGenerator): string {
  const places = questions
    .filter(({ positional }) => positional)
    .map((question) =>
      question.type !== 'list'
        ? question.type === 'text' && question.initial !== undefined
          ? `[${argumentName(question)}]`
          : argumentName(question)
        : question.required
          ? `${argumentName(question)}…`
          : `[${argumentName(question)}…]`,
    );
  return ['lockstep new', name, ...places].join(' ');
}

function listed(): string {
  const width = Math.max(...generators.map(({ name }) => name.length));
  return generators.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`).join('\n');
}

function flagLines({ questions }: OfferedGenerator): string {
  const flags = questions
    .filter(({ positional }) => !positional)
    .map(({ name, type, hint, message }) => ({
      flag: type === 'confirm' ? `--[no-]${name}` : `--${name} ${name.toUpperCase()}`,
      text: hint ?? message,
    }));
  const width = Math.max(18, ...flags.map(({ flag }) => flag.length));
  return flags.map(({ flag, text }) => `  ${flag.padEnd(width)} ${text}`).join('\n');
}

function help(): string {
  const each = generators.map((generator) => {
    const flags = flagLines(generator);
    const examples = generator.examples.map((example) => `  ${example}`).join('\n');
    return `${usage(generator)}${flags === '' ? '' : ' [OPTIONS]'}\n${flags === '' ? '' : `${flags}\n`}\n${examples}\n`;
  });
  return `Makes a schema change with a generator. Only what the change needs is written; every other byte stays.

Usage: lockstep new GENERATOR [NAME] [FIELD…] [OPTIONS]

Generators:
${listed()}

A field is name:type[:args][:flags], without quotes in every shell:
  total:numeric:10,2:required   status:enum:open,paid:default=open   tags:text:array:default=array
  user:references               the column user_id, its foreign key and its index; the table users or user
  author:references:users:cascade   email:string:unique:required   slug:string:100:index
  flags: required nullable unique index primary array default=VALUE references=TABLE.COLUMN onDelete=ACTION
  Rails forms work too, in quotes: 'title:string!' 'price:decimal{10,2}'
A relation is name:one|many[:table][:column=key][:through=table][:inverse=name]; the column is the one that refers.

Options:
  --dry-run          show the files, write nothing
  --diff             show the changes line by line, write nothing
  --force            overwrite files that exist and differ; where files are made, not edited
  --merge            keep files that exist and differ, and add what is missing
  --allow-dirty      edit files that have changes which are not committed
  --no-formatter     do not format what is written with the project's own formatter
  --config PATH      the drizzle config, where there are several
  --format FORMAT    text, or json: one object on stdout

${each.join('\n')}`;
}

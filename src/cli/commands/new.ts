import { basename } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { loadGenerator, loadGenerators } from '../../../generators/named.js';
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
import { argumentName, listed, newHelp, usage } from '../new/help.js';
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
  help: newHelp,
  async run(argv, io) {
    const generator = await chosen(argv, io);
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
async function chosen(argv: string[], io: Io): Promise<OfferedGenerator | null> {
  // Where the name comes first, no other generator is loaded.
  const first = loadGenerator(argv[0] ?? '');
  if (first !== null) return first;
  const generators = await loadGenerators();
  const options = Object.assign({}, common, ...generators.map(({ questions }) => flagsOf(questions)));
  const { positionals, values } = parseArgs({ args: argv, options, strict: false, allowPositionals: true });
  const [name] = positionals;
  if (name === undefined) {
    const list = generators.map(({ name, description }) => ({ name, description }));
    if (values.format === 'json') io.out(`${JSON.stringify({ ok: false, generators: list }, null, 2)}\n`);
    else
      io.out(
        `Usage: lockstep new GENERATOR [NAME] [FIELD…]\n\n${listed(generators)}\n\n  lockstep new NAME --help   options and examples\n`,
      );
    return null;
  }
  const found = await loadGenerator(name);
  if (found !== null) return found;
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

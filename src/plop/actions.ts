import Handlebars from 'handlebars';
import type { ActionType, CustomActionFunction, NodePlopAPI } from 'plop';
import { generators } from '../../generators/index.js';
import { planRun, writePlanned } from '../../generators/run.js';
import { findProject } from '../cli/find-project.js';
import { typedCommand } from '../project/commands.js';
import { configOption } from '../project/config-option.js';
import { didYouMean } from '../scaffold/fields/index.js';
import { namingHelpers } from '../scaffold/fields/naming-helpers.js';
import type { AnswerValue, AnswerValues, OfferedGenerator } from '../scaffold/generator.js';
import { summary } from '../scaffold/show.js';
import { answerValues, isAnswer } from './answers.js';
import { plainError } from './generator-named.js';

export interface ActionOptions {
  /** The drizzle config, where there are several; relative to the plopfile. */
  config?: string;
  /** Files with changes that are not committed are edited too. */
  allowDirty?: boolean;
}

type Answers = Record<string, unknown>;

/** An answer, or how it follows from those of plop. Texts are templates, as everywhere in plop; nothing is escaped. */
export type AnswerTemplate = AnswerValue | undefined | ((answers: Answers) => AnswerValue | undefined);

/** What an action can have beside answers: lockstep's options, and those of every action of plop. */
interface ActionSettings extends ActionOptions {
  data?: object;
  abortOnFail?: boolean;
  skip?: (answers: Answers) => unknown;
  force?: boolean;
}
const settings: readonly string[] = ['type', 'config', 'allowDirty', 'data', 'abortOnFail', 'skip', 'force'];

/** An action that makes a schema change: `type` says which generator, the rest are answers to its questions. */
export type LockstepAction = ActionSettings & {
  type: `lockstep:${string}`;
  [answer: string]: AnswerTemplate | ActionSettings[keyof ActionSettings];
};

/**
 * An action for a generator of one's own, with the types that plop's list of actions asks for.
 *
 * @example
 * actions: [lockstepAction({ type: 'lockstep:column', table: '{{table}}', fields: ['note:text'] })]
 */
export const lockstepAction = (action: LockstepAction): Extract<ActionType, { type: string }> => action;

/**
 * Registers an action type for each of lockstep's generators (`lockstep:table`, `lockstep:column`, …), and the helpers
 * `snake`, `camel`, `pascal`, `kebab`, `plural`, `singular`, unless the plopfile has helpers of these names.
 *
 * An action without answers takes those of plop that have the names of the generator's questions; one with answers takes
 * these alone. Actions write one after the other, so each finds what those before it made.
 */
export function lockstepActions(plop: NodePlopAPI, options: ActionOptions = {}): void {
  for (const generator of generators) plop.setActionType(`lockstep:${generator.name}`, run(generator, options));
  for (const [name, helper] of Object.entries(namingHelpers()))
    if (!plop.getHelperList().includes(name)) plop.setHelper(name, helper);
}

/** The plan of an action is written whole or not at all. */
export function run(generator: OfferedGenerator, options: ActionOptions): CustomActionFunction {
  return async (answers, action, plop) => {
    try {
      const { config, allowDirty = false }: ActionOptions = { ...options, ...action };
      const values = valuesOf(generator, action, answers, plop);
      const project = await findProject(plop.getDestBasePath(), { config });
      // `plop --force` is for all actions of a generator together.
      const policy = action.force === true ? 'force' : 'stop';
      const running = { policy, allowDirty, formatter: true, sharedPolicy: true } as const;
      const plan = await planRun(generator, values, project, running);
      const typed = generator.questions
        .filter(({ positional }) => positional)
        .flatMap(({ name }) => values[name] ?? []);
      const undoable = await writePlanned(plan, project, ['new', generator.name, ...typed.map(String)]);
      const lines = [summary(plan), ...plan.changes.map(({ path }) => `  ${path}`)];
      if (plan.nextSteps) lines.push('Next:', ...plan.nextSteps.map((step) => `  ${step}`));
      lines.push(...(plan.notes ?? []));
      if (undoable) {
        const undo = `lockstep undo${configOption(project.tree, project.project)}`;
        lines.push(`Undo: ${await typedCommand(project.root, '', undo)}`);
      }
      return lines.join('\n');
    } catch (error) {
      throw plainError(error);
    }
  };
}

function valuesOf(generator: OfferedGenerator, action: Answers, answers: Answers, plop: NodePlopAPI): AnswerValues {
  const given = Object.keys(action).filter((key) => !settings.includes(key));
  if (given.length === 0) return answerValues(generator, answers);
  const names = generator.questions.map(({ name }) => name);
  const render = renderer(plop);
  const values: Answers = {};
  for (const name of given) {
    if (!names.includes(name)) {
      const near = didYouMean(name, names) ?? `It asks for: ${names.join(', ')}.`;
      throw new Error(`lockstep:${generator.name} does not ask for ${JSON.stringify(name)}. ${near}`);
    }
    const wanted: unknown = action[name];
    const value: unknown = typeof wanted === 'function' ? wanted(answers) : wanted;
    if (value === undefined) continue;
    if (!isAnswer(value))
      throw new Error(`lockstep:${generator.name}: ${name} is neither text, yes or no, nor a list.`);
    const fill = (text: string): string => (typeof wanted === 'function' ? text : render(text, answers));
    if (typeof value === 'string') values[name] = fill(value);
    else values[name] = Array.isArray(value) ? value.map(fill).filter((item) => item !== '') : value;
  }
  return answerValues(generator, values);
}

/** As plop's renderString, but for code: nothing is escaped, and a value that is missing is an error. */
function renderer(plop: NodePlopAPI): (text: string, answers: Answers) => string {
  const handlebars = Handlebars.create();
  return (text, answers) => {
    if (!text.includes('{{')) return text;
    // plop's own helpers are not in its list.
    for (const name of [...plopHelpers, ...plop.getHelperList()]) {
      const helper = plop.getHelper(name);
      if (typeof helper !== 'function') continue;
      handlebars.registerHelper(name, function (this: unknown, ...args: unknown[]) {
        return Reflect.apply(helper, this, args);
      });
    }
    for (const name of plop.getPartialList()) handlebars.registerPartial(name, plop.getPartial(name));
    return handlebars.compile<Answers>(text, { noEscape: true, strict: true })(answers);
  };
}

const plopHelpers = [
  ...['camelCase', 'snakeCase', 'dotCase', 'pathCase', 'lowerCase', 'upperCase', 'sentenceCase', 'constantCase'],
  ...['titleCase', 'dashCase', 'kabobCase', 'kebabCase', 'properCase', 'pascalCase', 'pkg'],
];

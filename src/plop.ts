import type { NodePlopAPI } from 'plop';
import { generators } from '../generators/index.js';
import { type ActionOptions, lockstepActions, run } from './plop/actions.js';
import { generatorNamed, plainError } from './plop/generator-named.js';
import { promptsOf } from './plop/prompts.js';

export { type AnswerTemplate, type LockstepAction, lockstepAction, lockstepActions } from './plop/actions.js';
export { type LockstepProject, lockstepProject } from './plop/project.js';
export { lockstepPrompts } from './plop/prompts.js';

export interface PlopOptions extends ActionOptions {
  /** The names of the generators to offer; by default all. */
  only?: string[];
}

/**
 * Offers lockstep's generators in a plopfile, and their actions and helpers to its own ones (see lockstepActions).
 *
 * @throws Error for a name in `only` that no generator has
 * @example
 * export default async function (plop) {
 *   await lockstepGenerators(plop);
 * }
 * // npx plop table orders "number:integer:required user:references"
 */
export async function lockstepGenerators(plop: NodePlopAPI, options: PlopOptions = {}): Promise<void> {
  lockstepActions(plop, options);
  for (const generator of chosen(options.only)) {
    const action = run(generator, options);
    plop.setGenerator(generator.name, {
      description: generator.description,
      prompts: promptsOf(plop, generator),
      // Of the action only what plop sets is of interest: the answers are plop's.
      actions: [(answers, { force }, api) => action(answers, { type: '', force }, api)],
    });
  }
}

function chosen(only: string[] | undefined) {
  try {
    return only?.map(generatorNamed) ?? generators;
  } catch (error) {
    throw plainError(error);
  }
}

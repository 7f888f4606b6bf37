import type { NodePlopAPI, PlopGeneratorConfig } from 'plop';

export type Prompt = Extract<PlopGeneratorConfig['prompts'], unknown[]>[number];
type PromptClass = Parameters<NodePlopAPI['setPrompt']>[1];

/** The kinds of prompts that a question of a generator becomes. */
export type StandardPrompt =
  | (Prompt & { type: 'input' | 'confirm' })
  | (Prompt & { type: 'list'; choices: { value: string; name: string }[] });

/**
 * A prompt that is only asked when it applies. plop 4.0 refuses an argument for a prompt whose `when` is a function, so
 * the condition is in the prompt's type: it answers nothing instead of asking.
 */
export function conditional(
  plop: NodePlopAPI,
  prompt: StandardPrompt,
  applies: (answers: Record<string, unknown>) => boolean,
): Prompt {
  const standard = standardPrompts(plop)[prompt.type];
  if (standard === undefined) return prompt;
  const type = `lockstep-${prompt.type}`;
  plop.setPrompt(type, askedWhenItApplies(standard));
  const made = { ...prompt, type, applies };
  // plop knows how to read an argument by the type alone.
  if (prompt.type === 'confirm') return Object.assign(made, { bypass: yesOrNo });
  if (prompt.type === 'list') return Object.assign(made, { bypass: (typed: string) => choice(typed, prompt.choices) });
  return made;
}

function askedWhenItApplies(Standard: PromptClass): PromptClass {
  return class {
    status = 'pending' as const;
    run: () => Promise<unknown>;
    constructor(...[question, readLine, answers]: ConstructorParameters<PromptClass>) {
      this.run = async () =>
        question.applies(answers) === true ? new Standard(question, readLine, answers).run() : undefined;
    }
  };
}

/** The prompts of the inquirer that plop brings; its types do not have it (seen on node-plop 0.32). */
function standardPrompts(plop: object): Partial<Record<string, PromptClass>> {
  return hasInquirer(plop) ? plop.inquirer.prompt.prompts : {};
}

function hasInquirer(plop: object): plop is { inquirer: { prompt: { prompts: Record<string, PromptClass> } } } {
  const inquirer: unknown = Reflect.get(plop, 'inquirer');
  const prompt: unknown = inquirer instanceof Object ? Reflect.get(inquirer, 'prompt') : undefined;
  return prompt instanceof Object && 'prompts' in prompt;
}

function yesOrNo(typed: string): boolean {
  if (/^(?:y|yes|t|true)$/i.test(typed)) return true;
  if (/^(?:n|no|f|false)$/i.test(typed)) return false;
  throw new Error('yes or no');
}

function choice(typed: string, choices: readonly { value: string }[]): string {
  const found = choices.find(({ value }) => value === typed);
  if (found) return found.value;
  throw new Error(`one of ${choices.map(({ value }) => value).join(', ')}`);
}

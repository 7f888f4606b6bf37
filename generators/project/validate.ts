import { LockstepError } from '../../src/errors.js';
import { driversOf, findDriver } from '../../src/project/drivers.js';
import type { ProjectAnswers } from './answers.js';
import { layoutOf } from './layout.js';

/** Throws a LockstepError (exit 2) that names the flag, for answers that make no project. Looks at no file. */
export function validateProjectAnswers(answers: ProjectAnswers): void {
  const problem = packageNameProblem(answers.name);
  if (problem !== undefined) {
    fail(
      `The name ${JSON.stringify(answers.name)} ${problem}`,
      'Use lower-case letters, digits and dashes, like my-shop or @team/shop.',
    );
  }
  const driver = findDriver(answers.driver);
  if (driver.dialect !== answers.dialect) {
    const names = driversOf(answers.dialect).map(({ name }) => name);
    fail(
      `The driver ${driver.name} is for ${driver.dialect}, not for ${answers.dialect}`,
      `Choose one of ${names.join(', ')}, or --dialect ${driver.dialect}.`,
    );
  }
  layoutOf(answers);
  if (hasControlCharacter(answers.subfolder)) {
    fail('The folder of the project has a control character in its name', 'Rename the folder.');
  }
  if (hasControlCharacter(answers.lockstepSpec) || answers.lockstepSpec === '') {
    fail(`${JSON.stringify(answers.lockstepSpec)} is no version of drizzle-lockstep`, 'Give a range like ^0.1.0.');
  }
}

/**
 * Why npm would not take `name` for a new package, or `undefined` when it would. The answer completes the sentence
 * "The name … ".
 */
export function packageNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name.length > 214) return 'is longer than the 214 characters that npm allows';
  if (name !== name.toLowerCase()) return 'has capital letters, which npm does not allow';
  if (/^[._]/.test(name)) return 'starts with a dot or an underscore, which npm does not allow';
  if (!/^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name)) {
    return 'has characters that npm does not allow in a name';
  }
  if (name === 'node_modules' || name === 'favicon.ico') return 'is reserved by npm';
  // A package cannot depend on one of its own name.
  if (name === 'drizzle-lockstep' || name === 'drizzle-orm' || name === 'drizzle-kit') {
    return 'is that of a package which the project depends on';
  }
  return undefined;
}

function hasControlCharacter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u001f\u007f]/.test(text);
}

function fail(message: string, fix: string): never {
  throw new LockstepError(`${message}.`, { exitCode: 2, fix });
}

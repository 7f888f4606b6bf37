import { generators } from '../../generators/index.js';
import { LockstepError } from '../errors.js';
import type { OfferedGenerator } from '../scaffold/generator.js';
import { nearest } from '../scaffold/nearest.js';

/** The generator of that name. Throws a LockstepError with the nearest name when there is none. */
export function generatorNamed(name: string): OfferedGenerator {
  const found = generators.find((generator) => generator.name === name);
  if (found) return found;
  const names = generators.map((generator) => generator.name);
  const [near] = nearest(name, names);
  throw new LockstepError(`lockstep has no generator ${JSON.stringify(name)}.`, {
    fix: near === undefined ? `Generators: ${names.join(', ')}.` : `Did you mean ${near}?`,
  });
}

/** What plop shows of an error is its message alone: with the place and the mend. */
export function plainError(error: unknown): unknown {
  if (!(error instanceof LockstepError)) return error;
  const { message, path, line, fix } = error;
  const where =
    path === undefined || message.includes(path) ? '' : `\n  at ${path}${line === undefined ? '' : `:${line}`}`;
  return new Error(`${message}${where}${fix === undefined ? '' : `\n  ${fix}`}`, { cause: error });
}

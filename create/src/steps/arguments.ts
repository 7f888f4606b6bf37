import { LockstepError } from '../../../src/errors.js';
import { driversOf, findDriver } from '../../../src/project/drivers.js';
import type { Context, StepResult } from '../context.js';
import { help, parseFlags } from '../flags.js';

/** Reads the command line, answers `--help` and `--version`, and refuses flags that do not go together. */
export function readArguments(context: Pick<Context, 'argv' | 'flags' | 'terminal' | 'version'>): StepResult {
  const flags = parseFlags(context.argv);
  context.flags = flags;
  if (flags.help || flags.version) {
    context.terminal.out(flags.help ? help : context.version);
    return { end: 0 };
  }
  // One JSON object and nothing else: no question could be told from it.
  if (flags.json) context.terminal.interactive = false;
  if (flags.driver !== undefined) {
    const driver = findDriver(flags.driver);
    if (flags.dialect !== undefined && flags.dialect !== driver.dialect) {
      const fitting = driversOf(flags.dialect)
        .map(({ name }) => name)
        .join(', ');
      throw new LockstepError(`The driver ${driver.name} is for ${driver.dialect}, not for ${flags.dialect}.`, {
        fix: `Choose one of ${fitting}, or leave --dialect out.`,
      });
    }
    flags.dialect = driver.dialect;
  }
  return undefined;
}

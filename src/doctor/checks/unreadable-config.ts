import type { LockstepError } from '../../errors.js';
import { UnsupportedDialect } from '../../project/config-fields.js';
import type { Check } from '../check.js';
import { installAllCommand, type PackageManager } from '../commands.js';

export const unreadableConfig: Check = {
  name: 'doctor/unreadable-config',
  severity: 'error',
  otherwise: 'A note for a config of a dialect that lockstep does not know.',
  holds: 'Every drizzle config can be read',
  docs: {
    what: 'A drizzle config cannot be read: a syntax error, a field that makes no sense, or code that throws.',
    why: 'Nothing of its project can be checked. A config that throws without a database stops every commit of those who have none.',
    example: `doctor/unreadable-config  drizzle.config.ts
  drizzle.config.ts fails when it is run: DATABASE_URL is not set`,
    mend: `Write \`dialect\`, \`schema\`, \`out\` and \`casing\` as literal values: the config is then read without being run, whatever its
credentials are.`,
  },
  run({ unreadable, manager }) {
    return unreadable.map(({ config, error }) => ({
      config,
      // Node.js adds the files of this machine by which it came there.
      message: error.message.split('\nRequire stack:', 1).join(),
      path: error.path ?? config,
      ...(error.line === undefined ? {} : { line: error.line }),
      ...fixOf(error, manager),
      ...(error instanceof UnsupportedDialect ? { severity: 'info' as const } : {}),
    }));
  },
};

function fixOf({ message, fix }: LockstepError, manager: PackageManager): { fix?: string } {
  if (message.includes("Cannot find module '") || message.includes("Cannot find package '")) {
    return { fix: installAllCommand(manager) };
  }
  return fix === undefined ? {} : { fix };
}

import { parseArgs } from 'node:util';
import { defaultParts, type Part, parts } from '../../../generators/init/parts.js';
import { LockstepError } from '../../errors.js';
import { nearest } from '../../scaffold/nearest.js';

/** What the command line says. */
export interface InitFlags {
  mode: 'add' | 'update' | 'remove';
  parts: readonly Part[];
  /** The parts were named, one by one. */
  partsNamed: boolean;
  /** As given; undefined: those whose files the project has, and AGENTS.md. */
  agents: string | undefined;
  ci: 'github' | 'none' | undefined;
  install: boolean;
  yes: boolean;
  dryRun: boolean;
  diff: boolean;
  allowDirty: boolean;
  config: string | undefined;
  format: 'text' | 'json';
}

/** Throws a LockstepError (exit 2) for a value that a flag does not know. */
export function readFlags(argv: string[]): InitFlags {
  const { values } = parseArgs({
    args: argv,
    allowNegative: true,
    options: {
      parts: { type: 'string' },
      plop: { type: 'boolean', default: false },
      agents: { type: 'string' },
      ci: { type: 'string' },
      hooks: { type: 'boolean', default: true },
      install: { type: 'boolean', default: true },
      update: { type: 'boolean', default: false },
      remove: { type: 'boolean', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
      'dry-run': { type: 'boolean', default: false },
      diff: { type: 'boolean', default: false },
      'allow-dirty': { type: 'boolean', default: false },
      config: { type: 'string' },
      format: { type: 'string', default: 'text' },
    },
  });
  if (values.update && values.remove) {
    throw new LockstepError('--update and --remove cannot be used together.', { fix: 'Choose one of them.' });
  }
  const mode = values.update ? 'update' : values.remove ? 'remove' : 'add';
  if (mode !== 'add') refuseChoice(values, mode);
  const { ci, format } = values;
  if (ci !== undefined && ci !== 'github' && ci !== 'none') {
    throw new LockstepError(`--ci ${ci} is not known.`, { fix: 'Use --ci github or --ci none.' });
  }
  if (format !== 'text' && format !== 'json') {
    throw new LockstepError(`--format ${format} is not known.`, { fix: 'Use --format text or --format json.' });
  }
  const named = values.parts === undefined ? [...defaultParts] : partsOf(values.parts);
  if (values.plop && !named.includes('plop')) named.push('plop');
  return {
    mode,
    parts: values.hooks ? named : named.filter((part) => part !== 'hooks'),
    partsNamed: values.parts !== undefined,
    agents: values.agents,
    ci,
    install: values.install,
    yes: values.yes,
    dryRun: values['dry-run'] || (values.diff && !values.yes),
    diff: values.diff,
    allowDirty: values['allow-dirty'],
    config: values.config,
    format,
  };
}

/** What was added goes, or is renewed, whole: whoever names a part of it means something else. */
function refuseChoice(
  values: { parts?: string; agents?: string; ci?: string; plop: boolean; hooks: boolean },
  mode: 'update' | 'remove',
): void {
  const flag =
    (['parts', 'agents', 'ci'] as const).find((name) => values[name] !== undefined) ??
    (values.plop ? 'plop' : values.hooks ? undefined : 'no-hooks');
  if (flag === undefined) return;
  throw new LockstepError(`--${flag} says what to add, and --${mode} is for all that was added.`, {
    fix: `Leave it out; lockstep init --${mode} --diff shows what would change.`,
  });
}

function partsOf(list: string): Part[] {
  const names = list.split(',').map((name) => name.trim());
  return names.map((name) => {
    const part = parts.find((candidate) => candidate === name);
    if (part !== undefined) return part;
    const [near] = nearest(name, [...parts]);
    throw new LockstepError(
      `--parts ${JSON.stringify(name)} is not known.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      { fix: `Parts: ${parts.join(', ')}.` },
    );
  });
}

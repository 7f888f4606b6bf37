import { shellWord } from '../../src/shell-word.js';
import type { PackageManager } from '../project/answers.js';
import { packageManagerCommands } from '../project/package-managers.js';

/** A command as one types it in the project, and what stands before arguments that are added to it. */
export interface TypedCommand {
  /** `npm run db:generate`, `pnpm exec lockstep generate` */
  command: string;
  /** npm alone needs `--` between a script and its arguments. */
  separator: '' | ' --';
  /** The script of package.json that it is, if it is one. */
  script: string | null;
}

/** What each command runs where the project has no script for it. */
const direct = {
  new: 'lockstep new',
  generate: 'lockstep generate',
  check: 'lockstep check',
  down: 'lockstep down',
  prove: 'lockstep prove',
  review: 'lockstep review',
  approve: 'lockstep approve',
  impact: 'lockstep impact',
  rebase: 'lockstep rebase',
  undo: 'lockstep undo',
  doctor: 'lockstep doctor',
  migrate: 'lockstep migrate',
  studio: 'drizzle-kit studio',
  typecheck: 'tsc --noEmit',
} as const;

/** Of the runner, for a database that it reaches. */
const runner = { rollback: 'lockstep rollback', status: 'lockstep status', drift: 'lockstep drift' } as const;

/** There only as scripts: without one nobody knows how it is done here. `push`: without one it is not offered. */
const scriptsOnly = ['test', 'push', 'serverUp'] as const;

export type DirectCommand = keyof typeof direct;
export type ScriptCommand = (typeof scriptsOnly)[number];
export type RunnerCommand = keyof typeof runner;
export type CommandName = DirectCommand | RunnerCommand | ScriptCommand;
export type AgentCommands = Record<DirectCommand, TypedCommand> &
  Record<RunnerCommand | ScriptCommand, TypedCommand | null>;

/**
 * The commands of a project. `scripts` are the names of its scripts for them, where it has some; `config` is the
 * drizzle config where the tools do not find it by themselves; `runs` is false where lockstep cannot reach the database.
 */
export function agentCommands(
  pm: PackageManager,
  scripts: Partial<Record<CommandName, string>>,
  config: string | null = null,
  runs = true,
): AgentCommands {
  const { run, exec } = packageManagerCommands[pm];
  const named = config === null ? '' : `--config ${shellWord(config)}`;
  const ofScript = (script: string): TypedCommand => ({
    command: run(script),
    separator: pm === 'npm' ? ' --' : '',
    script,
  });
  const bodies = { ...direct, ...runner, ...(runs ? {} : { migrate: 'drizzle-kit migrate' }) };
  const typed = (name: DirectCommand | RunnerCommand): TypedCommand => {
    const script = scripts[name];
    const isOurs = bodies[name].startsWith('lockstep ');
    if (script !== undefined && config !== null && isOurs) {
      return { ...ofScript(script), command: withArguments(ofScript(script), named), separator: '' };
    }
    if (script !== undefined) return ofScript(script);
    const command = config === null || name === 'typecheck' ? bodies[name] : `${bodies[name]} ${named}`;
    return { command: exec(command), separator: '', script: null };
  };
  const optional = (name: ScriptCommand): TypedCommand | null => {
    const script = scripts[name];
    return script === undefined ? null : ofScript(script);
  };
  return {
    new: typed('new'),
    generate: typed('generate'),
    check: typed('check'),
    down: typed('down'),
    prove: typed('prove'),
    review: typed('review'),
    approve: typed('approve'),
    impact: typed('impact'),
    rebase: typed('rebase'),
    undo: typed('undo'),
    doctor: typed('doctor'),
    migrate: typed('migrate'),
    rollback: runs ? typed('rollback') : null,
    status: runs ? typed('status') : null,
    drift: runs ? typed('drift') : null,
    studio: typed('studio'),
    typecheck: typed('typecheck'),
    test: optional('test'),
    push: optional('push'),
    serverUp: optional('serverUp'),
  };
}

/** The command with arguments: `npm run db:generate -- --name add_orders`. */
export function withArguments(
  { command, separator }: Pick<TypedCommand, 'command' | 'separator'>,
  args: string,
): string {
  return `${command}${separator} ${args}`;
}

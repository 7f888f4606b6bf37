import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { agentNames } from '../../../generators/agents/facts.js';
import { type PackageManager, packageManagers, validateProjectAnswers } from '../../../generators/project/index.js';
import { LockstepError } from '../../../src/errors.js';
import { type Dialect, dialects } from '../../../src/project/dialects.js';
import { defaultDriver, driversOf } from '../../../src/project/drivers.js';
import type { Context, StepResult } from '../context.js';

const dialectLabels: Record<Dialect, string> = { postgresql: 'PostgreSQL', sqlite: 'SQLite', mysql: 'MySQL' };

const agentChoices = [
  { value: 'agents-md', label: 'AGENTS.md', hint: 'rules for coding agents' },
  { value: 'claude', label: 'Claude Code', hint: 'a skill, commands, an agent, and what is refused' },
  { value: 'cursor', label: 'Cursor', hint: 'rules, and what is refused' },
  { value: 'opencode', label: 'OpenCode', hint: 'a skill, and what is refused' },
] as const;

/** Asks what the flags left open; with `--yes` the defaults answer. */
export async function answerQuestions(
  context: Pick<Context, 'flags' | 'terminal' | 'answers' | 'root' | 'cwd' | 'env' | 'version' | 'surroundings'>,
): Promise<StepResult> {
  const { flags, terminal, surroundings } = context;
  const asks = terminal.interactive && !flags.yes;
  const prompts = asks ? await terminal.prompts() : null;

  const dialect =
    flags.dialect ??
    (await prompts?.select<Dialect>({
      message: 'Which database?',
      choices: dialects.map((value) => ({ value, label: dialectLabels[value] })),
      initial: 'postgresql',
    })) ??
    'postgresql';
  const driver =
    flags.driver ??
    (await prompts?.select({
      message: 'How is it reached?',
      choices: driversOf(dialect).map(({ name, label, hint }) => ({ value: name, label, hint })),
      initial: defaultDriver(dialect).name,
    })) ??
    defaultDriver(dialect).name;
  const schema =
    flags.schema ??
    (await prompts?.select({
      message: 'Where do the tables go?',
      choices: [
        { value: 'src/db/schema', label: 'src/db/schema/', hint: 'one file for each' },
        { value: 'src/db/schema.ts', label: 'src/db/schema.ts', hint: 'one file for all' },
      ],
      initial: 'src/db/schema',
    })) ??
    'src/db/schema';

  // A workflow is only found at the top of its repository.
  const defaultCi = surroundings.subfolder === '' ? 'github' : 'none';
  const open = [
    ...(flags.ci === undefined
      ? [{ value: 'github', label: 'GitHub workflow', hint: 'checks every push' } as const]
      : []),
    ...(flags.agents === undefined ? agentChoices : []),
  ];
  const defaults = open.map(({ value }) => value).filter((value) => value === 'agents-md' || value === defaultCi);
  const extras =
    prompts === null || open.length === 0
      ? defaults
      : await prompts.multiselect({ message: 'Add as well?', choices: open, initial: defaults });

  if (prompts !== null && flags.install) {
    flags.install = await prompts.confirm({
      message: `Install the dependencies with ${packageManager(context)}?`,
      initial: true,
    });
  }

  context.answers = {
    ...context.answers,
    dialect,
    driver,
    schema,
    out: flags.out ?? 'drizzle',
    pm: packageManager(context),
    ci: flags.ci ?? (extras.includes('github') ? 'github' : 'none'),
    agents: flags.agents ?? agentNames.filter((name) => extras.includes(name)),
    lockstepSpec: lockstepSpec(context),
  };
  validateProjectAnswers(context.answers);
  return undefined;
}

/** Without a terminal and without `--yes` nobody answers: says which flags are missing. Runs before any question. */
export function requireAnswers({ flags, terminal }: Pick<Context, 'flags' | 'terminal'>): StepResult {
  if (flags.yes || terminal.interactive) return undefined;
  const missing = [
    ...(flags.dir === undefined ? ['the folder'] : []),
    ...(flags.dialect === undefined ? ['--dialect'] : []),
    ...(flags.driver === undefined ? ['--driver'] : []),
    ...(flags.schema === undefined ? ['--schema'] : []),
    ...(flags.ci === undefined ? ['--ci'] : []),
    ...(flags.agents === undefined ? ['--agents'] : []),
  ];
  if (missing.length === 0) return undefined;
  throw new LockstepError(`Nobody can be asked here, and these answers are missing: ${missing.join(', ')}.`, {
    fix: 'Give them, or take the defaults with --yes: npm create drizzle-lockstep@latest shop -- --yes',
  });
}

const lockfiles: [string, PackageManager][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

/** The one that was named; else the one of the workspace; else the one that runs this command; else npm. */
export function packageManager({
  flags,
  env,
  surroundings,
}: Pick<Context, 'flags' | 'env' | 'surroundings'>): PackageManager {
  if (flags.pm !== undefined) return flags.pm;
  const { workspace } = surroundings;
  const lockfile =
    workspace?.member === true ? lockfiles.find(([file]) => existsSync(join(workspace.folder, file))) : undefined;
  if (lockfile !== undefined) return lockfile[1];
  // npm/11.4.2 node/v24.1.0 linux x64 …: all four set it, and name themselves first.
  const caller = env.npm_config_user_agent?.split('/')[0];
  return packageManagers.find((name) => name === caller) ?? 'npm';
}

/** What package.json asks for: a file or folder of this machine as a path from the project, else a version. */
function lockstepSpec({ flags, cwd, root, version }: Pick<Context, 'flags' | 'cwd' | 'root' | 'version'>): string {
  const given = flags.lockstep;
  if (given === undefined) return `^${version}`;
  const path = resolve(cwd, given.replace(/^file:/, ''));
  const looksLikePath = /^(?:file:|\.|\/|[a-z]:[\\/])|\.tgz$/i.test(given);
  if (!looksLikePath) {
    if (/^[\w.^~<>=|* +-]+$/.test(given)) return given;
    throw new LockstepError(`--lockstep ${JSON.stringify(given)} is neither a version nor a file.`, {
      fix: 'Give a version like 0.1.0, or the path of a tarball or folder.',
    });
  }
  if (!existsSync(path)) {
    throw new LockstepError(`--lockstep: there is no ${path}.`, { path, fix: 'Give the path of a tarball or folder.' });
  }
  if (!statSync(path).isDirectory() && !/\.(?:tgz|tar\.gz)$/.test(path)) {
    throw new LockstepError(`--lockstep: ${path} is no package.`, { path, fix: 'Give a tarball (.tgz) or a folder.' });
  }
  const way = relative(root, path);
  return `file:${(isAbsolute(way) ? path : way).split(sep).join('/')}`;
}

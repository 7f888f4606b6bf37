import { parseArgs } from 'node:util';
import { type AgentName, agentNames } from '../../generators/agents/facts.js';
import { type PackageManager, packageManagers } from '../../generators/project/answers.js';
import { LockstepError } from '../../src/errors.js';
import { type Dialect, dialects } from '../../src/project/dialects.js';
import { type DriverName, driverNames } from '../../src/project/drivers.js';
import { nearest } from '../../src/scaffold/nearest.js';

/** What was said on the command line; what is missing was not said. */
export interface Flags {
  dir?: string;
  dialect?: Dialect;
  driver?: DriverName;
  schema?: string;
  out?: string;
  pm?: PackageManager;
  agents?: AgentName[];
  ci?: 'github' | 'none';
  lockstep?: string;
  yes: boolean;
  dryRun: boolean;
  diff: boolean;
  json: boolean;
  force: boolean;
  merge: boolean;
  install: boolean;
  git: boolean;
  help: boolean;
  version: boolean;
}

const formats = ['text', 'json'] as const;
const ciNames = ['github', 'none'] as const;

/** Every flag, with what its value may be. The help text lists the same. */
const options = {
  dialect: { type: 'string', values: dialects },
  driver: { type: 'string', values: driverNames },
  schema: { type: 'string' },
  out: { type: 'string' },
  pm: { type: 'string', values: packageManagers },
  agents: { type: 'string' },
  ci: { type: 'string', values: ciNames },
  format: { type: 'string', values: formats },
  lockstep: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  'dry-run': { type: 'boolean' },
  diff: { type: 'boolean' },
  force: { type: 'boolean' },
  merge: { type: 'boolean' },
  'no-install': { type: 'boolean' },
  'no-git': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** The whole text of `--help`. */
export const help = `npm create drizzle-lockstep@latest [dir] -- [options]

Makes a Drizzle project whose schema and migrations stay in lockstep.

  --dialect NAME        ${dialects.join(', ')}
  --driver NAME         ${driverNames.slice(0, 5).join(', ')},
                        ${driverNames.slice(5).join(', ')}
  --schema PATH         a folder (src/db/schema, the default) or one file (src/db/schema.ts)
  --out PATH            the folder of the migrations (drizzle)
  --pm NAME             ${packageManagers.join(', ')}: by default the one that runs this command
  --ci github|none      a workflow that checks every push (github)
  --agents LIST         rules for coding agents: agents-md (the default), claude, cursor,
                        opencode, with commas between them, or none
  --lockstep SPEC       version, tarball or folder to take drizzle-lockstep from

  -y, --yes             take the defaults for everything that is not given
  --dry-run             show the files, write nothing
  --diff                with --dry-run: show their content
  --format text|json    json: one object on stdout, everything else on stderr; asks nothing
  --merge               in a folder with files: keep them, add what is missing
  --force               in a folder with files: overwrite those that differ, but never .env
  --no-install          do not install the dependencies
  --no-git              no repository, no hooks, no first commit

  -h, --help            this text
  -v, --version         the version

With npm, two dashes stand before the options; with pnpm, yarn and bun they do not.

Examples
  npm create drizzle-lockstep@latest shop -- --yes
  npm create drizzle-lockstep@latest shop -- --driver libsql --schema src/db/schema.ts --yes
  pnpm create drizzle-lockstep shop --dialect mysql --dry-run --yes`;

/** Reads the command line. Throws a LockstepError (exit 2) for what it does not know, with the nearest match. */
export function parseFlags(argv: string[]): Flags {
  const parsed = parseArgs({ args: argv, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) throw unknownFlag(token.rawName);
    const { type } = options[token.name as keyof typeof options];
    if (type === 'boolean' && token.value !== undefined)
      throw usage(`${token.rawName} takes no value.`, `Write ${token.rawName} alone.`);
    const missing = token.value === undefined || (!token.inlineValue && token.value.startsWith('-'));
    if (type === 'string' && missing)
      throw usage(`${token.rawName} needs a value.`, `Write ${token.rawName} VALUE; --help lists the values.`);
  }
  const [dir, ...more] = parsed.positionals;
  if (more.length > 0) {
    throw usage(
      `One folder at most; there are ${parsed.positionals.length}: ${parsed.positionals.join(', ')}.`,
      'With npm, two dashes go before the options: npm create drizzle-lockstep@latest shop -- --dialect sqlite',
    );
  }
  const { values } = parsed;
  if (values.force === true && values.merge === true)
    throw usage('--force and --merge exclude each other.', 'Choose one.');
  const flags: Flags = {
    yes: values.yes === true,
    dryRun: values['dry-run'] === true || values.diff === true,
    diff: values.diff === true,
    json: oneOf('--format', values.format, formats) === 'json',
    force: values.force === true,
    merge: values.merge === true,
    install: values['no-install'] !== true,
    git: values['no-git'] !== true,
    help: values.help === true,
    version: values.version === true,
  };
  if (dir !== undefined) flags.dir = dir;
  const dialect = oneOf('--dialect', values.dialect, dialects);
  const driver = oneOf('--driver', values.driver, driverNames);
  const pm = oneOf('--pm', values.pm, packageManagers);
  const ci = oneOf('--ci', values.ci, ciNames);
  if (dialect !== undefined) flags.dialect = dialect;
  if (driver !== undefined) flags.driver = driver;
  if (pm !== undefined) flags.pm = pm;
  if (ci !== undefined) flags.ci = ci;
  if (typeof values.agents === 'string') flags.agents = parseAgents(values.agents);
  for (const name of ['schema', 'out', 'lockstep'] as const) {
    const value = values[name];
    if (typeof value === 'string') flags[name] = value;
  }
  return flags;
}

function parseAgents(list: string): AgentName[] {
  const names = list
    .split(',')
    .filter((name) => name !== '')
    .map((name) => oneOf('--agents', name, [...agentNames, 'none']));
  if (names.includes('none') && new Set(names).size > 1)
    throw usage('--agents none goes with nothing else.', 'Choose one.');
  return agentNames.filter((name) => names.includes(name));
}

function oneOf<Value extends string>(flag: string, value: unknown, values: readonly Value[]): Value | undefined {
  if (typeof value !== 'string') return undefined;
  const known = values.find((candidate) => candidate === value);
  if (known !== undefined) return known;
  const [near] = nearest(value, values);
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  throw usage(`${flag} ${JSON.stringify(value)} is not known.${meant}`, `Choose one of ${values.join(', ')}.`);
}

function unknownFlag(name: string): LockstepError {
  const known = Object.keys(options).map((option) => `--${option}`);
  const [near] = nearest(name, known);
  return usage(
    `There is no option ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    '--help lists the options.',
  );
}

function usage(message: string, fix: string): LockstepError {
  return new LockstepError(message, { exitCode: 2, fix });
}

import { posix } from 'node:path';
import { type Driver, drivers } from '../../src/project/drivers.js';
import type { FoundProject } from '../../src/project/find.js';
import { findInstalled, lineOf } from '../../src/project/kit.js';
import { isMigratedElsewhere } from '../../src/project/migrated-elsewhere.js';
import type { KitLine } from '../../src/project/project.js';
import { mainBranch } from '../../src/repo/operation.js';
import type { FolderReader } from '../../src/scaffold/reader.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { agentCommands, type CommandName } from './commands.js';
import type { AgentFacts } from './facts.js';

/** A project, and its files by their paths below its folder. */
export interface AgentContext extends FolderReader {
  project: Pick<FoundProject, 'root' | 'dialect' | 'schema' | 'out'>;
  /** The drizzle config, relative to the project's folder. */
  config: string;
}

/**
 * The facts of a project that is there, from its files: package.json, the drizzle config, the migrations folder,
 * `.env.example`, and git. Nothing is run but git.
 *
 * @param several the package has several drizzle configs, so that commands have to name theirs.
 * @param base the base branch, where it is known already.
 */
export async function factsOfProject(
  found: AgentContext,
  around: Pick<Surroundings, 'git' | 'top' | 'folder' | 'packageManager'>,
  several = false,
  base?: string,
): Promise<AgentFacts> {
  const { read, list, project, config } = found;
  const { root, dialect, schema, out } = project;
  const manifest = readManifest(read('package.json'));
  const driver = driverOf(found, manifest.dependencies);
  const example = read('.env.example');
  const serverFolder = serverless(driver, example);
  const reaches = !(await isMigratedElsewhere({ read: async (path) => read(path) }, config));
  const scripts = scriptsFor(manifest.scripts, reaches);
  const migrator = scripts.migrate === undefined ? 'lockstep migrate' : manifest.scripts[scripts.migrate];
  return {
    name: manifest.name ?? posix.basename(root.replaceAll('\\', '/')),
    dialect,
    driver: driver?.label ?? null,
    config,
    schema,
    schemaIsFolder: schema.length === 1 && schema.every((path) => hasBarrel(path, list)),
    out,
    line: layoutOf(found),
    subfolder: around.folder,
    baseBranch: base ?? (around.git ? await mainBranch({ top: around.top }) : 'main'),
    commands: agentCommands(around.packageManager, scripts, isUsualConfig(config) && !several ? null : config, reaches),
    migratesInLockstep: reaches && /\blockstep migrate\b/.test(migrator ?? ''),
    database: {
      variable: serverFolder ? 'DATABASE_URL' : variableOf(read(config), example),
      localByDefault: serverFolder,
      folder: serverFolder ? '.data' : null,
      oneProcess: driver?.name === 'pglite',
      envExample: example !== null,
    },
  };
}

function hasBarrel(path: string, list: AgentContext['list']): boolean {
  const isFileOrGlob = /\.[cm]?[jt]sx?$|[*?{[!]/.test(path);
  return !isFileOrGlob && list(path).some((name) => /^index\.[cm]?[jt]s$/.test(name));
}

interface Manifest {
  name: string | undefined;
  scripts: Record<string, string>;
  dependencies: string[];
}

function readManifest(text: string | null): Manifest {
  const empty: Manifest = { name: undefined, scripts: {}, dependencies: [] };
  if (text === null) return empty;
  try {
    const { name, scripts, dependencies }: { name?: unknown; scripts?: unknown; dependencies?: unknown } = JSON.parse(
      text.replace(/^\uFEFF/, ''),
    );
    return {
      name: typeof name === 'string' ? name : undefined,
      scripts: Object.fromEntries(
        Object.entries(scripts ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      ),
      dependencies: Object.keys(dependencies ?? {}),
    };
  } catch {
    return empty;
  }
}

/** What a script runs, and for what may run anything (an own migrator) how it is called, tells which command it is. */
const scriptPatterns: Record<CommandName, { runs?: RegExp; called?: string[] }> = {
  new: { runs: /^lockstep new$/ },
  generate: { runs: /^lockstep generate$/ },
  check: { runs: /^lockstep check$/ },
  down: { runs: /^lockstep down$/ },
  prove: { runs: /^lockstep prove$/ },
  review: { runs: /^lockstep review$/ },
  approve: { runs: /^lockstep approve$/ },
  impact: { runs: /^lockstep impact$/ },
  rebase: { runs: /^lockstep rebase$/ },
  undo: { runs: /^lockstep undo$/ },
  doctor: { runs: /^lockstep doctor$/ },
  migrate: { runs: /\blockstep migrate\b/, called: ['db:migrate', 'migrate'] },
  rollback: { runs: /^lockstep rollback$/ },
  status: { runs: /^lockstep status$/ },
  drift: { runs: /^lockstep drift$/ },
  studio: { runs: /\bdrizzle-kit studio\b/ },
  push: { runs: /\b(?:lockstep|drizzle-kit) push\b/ },
  serverUp: { runs: /^docker compose up\b/, called: ['db:up'] },
  typecheck: { runs: /^(?:tsc|vue-tsc)(?: --noEmit)?$/, called: ['typecheck', 'type-check', 'check-types'] },
  test: { called: ['test'] },
};

function scriptsFor(all: Record<string, string>, reaches: boolean): Partial<Record<CommandName, string>> {
  // Where lockstep reaches the database, plain drizzle-kit, which takes no lock, is not how it is migrated.
  const isPassedOver = (body: string): boolean => reaches && /^drizzle-kit migrate\b/.test(body);
  const scripts = Object.fromEntries(Object.entries(all).filter(([, body]) => !isPassedOver(body)));
  const found: Partial<Record<CommandName, string>> = {};
  for (const name of commandNames) {
    const { runs, called = [] } = scriptPatterns[name];
    const script =
      Object.keys(scripts).find((key) => runs?.test(scripts[key] ?? '')) ?? called.find((key) => key in scripts);
    // What npm init writes fails by design.
    if (script !== undefined && !/no test specified/.test(scripts[script] ?? '')) found[name] = script;
  }
  return found;
}

const commandNames: CommandName[] = [
  'new',
  'generate',
  'check',
  'down',
  'prove',
  'review',
  'approve',
  'impact',
  'rebase',
  'undo',
  'doctor',
  'migrate',
  'rollback',
  'status',
  'drift',
  'studio',
  'push',
  'serverUp',
  'typecheck',
  'test',
];

/** The one driver of the dialect whose packages are dependencies; what only proves migrations is none of them. */
function driverOf({ project }: AgentContext, dependencies: string[]): Driver | undefined {
  const fits = drivers.filter(
    ({ dialect, packages }) =>
      dialect === project.dialect && packages.runtime.every((name) => dependencies.includes(name)),
  );
  return fits.length === 1 ? fits[0] : undefined;
}

/** Made by `npm create drizzle-lockstep` with a database that is in `.data/` until DATABASE_URL names another. */
function serverless(driver: Driver | undefined, example: string | null): boolean {
  if (driver === undefined || driver.defaultUrl === null || example === null) return false;
  return driver.env.some(({ name, example: value }) => example.includes(`# ${name}=${value}\n`));
}

/** The variable with the address, if the config, or else `.env.example`, names exactly one that can be it. */
function variableOf(config: string | null, example: string | null): string | null {
  const inConfig = [...(config ?? '').matchAll(/\benv\.([A-Z][A-Z0-9_]*)|\benv\[['"](\w+)['"]\]/g)].map(
    ([, dotted, quoted]) => dotted ?? quoted,
  );
  const inExample = [...(example ?? '').matchAll(/^\s*(?:#\s*)?(\w*(?:DATABASE|DB|POSTGRES|MYSQL)\w*URL)=/gm)].map(
    ([, name]) => name,
  );
  const names = new Set(inConfig.length > 0 ? inConfig : inExample);
  const [only] = names;
  return names.size === 1 && only !== undefined ? only : null;
}

/** As the migrations are laid out; without any, as the installed drizzle-kit lays them out. */
function layoutOf({ list, project }: AgentContext): KitLine {
  const names = list(project.out);
  if (names.includes('meta/')) return 'journal';
  if (names.some((name) => /^\d{14}_.*\/$/.test(name))) return 'folders';
  const kit = findInstalled(project.root, 'drizzle-kit');
  return (kit && lineOf(kit.version)) ?? 'journal';
}

function isUsualConfig(config: string): boolean {
  return /^drizzle\.config\.(?:[cm]?[jt]s|json)$/.test(config);
}

import { posix, relative } from 'node:path';
import { detect } from 'package-manager-detector/detect';
import { type Driver, drivers } from '../../src/project/drivers.js';
import { requireKit } from '../../src/project/kit.js';
import type { KitLine } from '../../src/project/project.js';
import { findRepository, runGit } from '../../src/repo/git.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { packageManagers } from '../project/answers.js';
import { agentCommands, type CommandName } from './commands.js';
import type { AgentFacts } from './facts.js';

type Found = Pick<GeneratorContext, 'root' | 'read' | 'list' | 'project'>;

/**
 * The facts of a project that is there, from its files: package.json, the drizzle config, the migrations folder,
 * `.env.example`, and git. Nothing is run but git.
 */
export async function factsOfProject(found: Found): Promise<AgentFacts> {
  const { root, read, list, project } = found;
  const { dialect, schema, out } = project;
  const manifest = readManifest(read('package.json'));
  const driver = driverOf(found, manifest.dependencies);
  const config = project.config ?? 'drizzle.config.ts';
  const example = read('.env.example');
  const pm = (await detect({ cwd: root }))?.name;
  const serverFolder = serverless(driver, example);
  return {
    name: manifest.name ?? posix.basename(root.replaceAll('\\', '/')),
    dialect,
    driver: driver?.label ?? null,
    config,
    schema,
    schemaIsFolder: schema.length === 1 && schema.every((path) => hasBarrel(path, list)),
    out,
    line: lineOf(found),
    subfolder: subfolderOf(root),
    baseBranch: await baseBranchOf(root),
    commands: agentCommands(
      packageManagers.find((name) => name === pm) ?? 'npm',
      scriptsFor(manifest.scripts),
      isUsualConfig(config) ? null : config,
    ),
    database: {
      variable: serverFolder ? 'DATABASE_URL' : variableOf(read(config), example),
      localByDefault: serverFolder,
      folder: serverFolder ? '.data' : null,
      oneProcess: driver?.name === 'pglite',
      envExample: example !== null,
    },
  };
}

function hasBarrel(path: string, list: Found['list']): boolean {
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
  rebase: { runs: /^lockstep rebase$/ },
  migrate: { runs: /\bdrizzle-kit migrate\b/, called: ['db:migrate', 'migrate'] },
  studio: { runs: /\bdrizzle-kit studio\b/ },
  push: { runs: /\bdrizzle-kit push\b/ },
  serverUp: { runs: /^docker compose up\b/, called: ['db:up'] },
  typecheck: { runs: /^(?:tsc|vue-tsc)(?: --noEmit)?$/, called: ['typecheck', 'type-check', 'check-types'] },
  test: { called: ['test'] },
};

function scriptsFor(scripts: Record<string, string>): Partial<Record<CommandName, string>> {
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
  'rebase',
  'migrate',
  'studio',
  'push',
  'serverUp',
  'typecheck',
  'test',
];

/** The one driver of the dialect whose packages are dependencies; what only proves migrations is none of them. */
function driverOf({ project }: Found, dependencies: string[]): Driver | undefined {
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

function lineOf({ root, list, project }: Found): KitLine {
  const names = list(project.out);
  if (names.includes('meta/')) return 'journal';
  if (names.some((name) => /^\d{14}_.*\/$/.test(name))) return 'folders';
  try {
    return requireKit(root).line;
  } catch {
    return 'journal';
  }
}

function isUsualConfig(config: string): boolean {
  return /^drizzle\.config\.(?:[cm]?[jt]s|json)$/.test(config);
}

function subfolderOf(root: string): string {
  const repository = findRepository(root);
  return repository === null ? '' : relative(repository.top, root).replaceAll('\\', '/');
}

async function baseBranchOf(root: string): Promise<string> {
  if (findRepository(root) === null) return 'main';
  const remote = await runGit(root, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  if (remote.code === 0)
    return remote.stdout
      .toString()
      .trim()
      .replace(/^origin\//, '');
  const master = await runGit(root, ['rev-parse', '--quiet', '--verify', 'refs/heads/master']);
  const main = await runGit(root, ['rev-parse', '--quiet', '--verify', 'refs/heads/main']);
  return main.code !== 0 && master.code === 0 ? 'master' : 'main';
}

import type { Driver } from '../../src/project/drivers.js';
import { setsHooksUp } from '../hooks/sets-hooks-up.js';
import type { PackageManager, ProjectAnswers } from './answers.js';
import type { Layout } from './layout.js';
import { type Dependency, dependencyVersions, isDependency, minimumNode } from './versions.js';

const devPackages: Dependency[] = [
  '@biomejs/biome',
  '@types/node',
  'drizzle-kit',
  'plop',
  'tsx',
  'typescript',
  'vitest',
];
const hookPackages: Dependency[] = ['husky', 'lint-staged'];

/** The text of package.json: one object, so that no value has to be quoted by hand. */
export function packageJson(answers: ProjectAnswers, driver: Driver, layout: Layout): string {
  const runtime: Dependency[] = [...known(driver.packages.runtime), 'drizzle-orm'];
  const dev = [...devPackages, ...(answers.hooks ? hookPackages : []), ...known(driver.packages.dev)];
  const versions = dependencyVersions(answers.nodeVersion);
  const ranges = (names: Dependency[]) => names.map((name): [string, string] => [name, versions[name]]);
  const content = {
    name: answers.name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: `>=${minimumNode(answers.nodeVersion, [...runtime, ...dev])}` },
    scripts: scripts(answers, driver, layout),
    ...(answers.hooks ? { 'lint-staged': { '*.{js,ts,json}': 'biome check --write --no-errors-on-unmatched' } } : {}),
    dependencies: sorted(ranges(runtime)),
    devDependencies: sorted([...ranges(dev), ['drizzle-lockstep', answers.lockstepSpec]]),
    ...(answers.workspace === true ? {} : buildApproval[answers.pm](['esbuild', ...driver.builds])),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * Which dependencies may run their install scripts; without it the newest package managers warn (npm 11), skip them in
 * silence, or fail. pnpm wants it in pnpm-workspace.yaml.
 */
const buildApproval: Record<PackageManager, (names: string[]) => object> = {
  npm: (names) => ({ allowScripts: Object.fromEntries(names.map((name) => [name, true])) }),
  pnpm: () => ({}),
  yarn: (names) => ({ dependenciesMeta: Object.fromEntries(names.map((name) => [name, { built: true }])) }),
  bun: (names) => ({ trustedDependencies: names }),
};

function scripts(answers: ProjectAnswers, driver: Driver, layout: Layout): Record<string, string> {
  return {
    'db:new': 'lockstep new',
    'db:generate': 'lockstep generate',
    'db:check': 'lockstep check',
    'db:down': 'lockstep down',
    'db:prove': 'lockstep prove',
    'db:review': 'lockstep review',
    'db:migrate': 'lockstep migrate',
    'db:rollback': 'lockstep rollback',
    'db:status': 'lockstep status',
    'db:drift': 'lockstep drift',
    'db:push': 'lockstep push',
    'db:pull': 'drizzle-kit pull',
    'db:studio': 'drizzle-kit studio',
    'db:seed': `tsx ${layout.database}/seed.ts`,
    ...(driver.service === null ? {} : { 'db:up': 'docker compose up --detach --wait' }),
    test: 'vitest run',
    typecheck: 'tsc',
    lint: 'biome check',
    format: 'biome check --write',
    // Yarn runs no `prepare` of the project itself.
    ...(answers.hooks ? { [answers.pm === 'yarn' ? 'postinstall' : 'prepare']: setsHooksUp('.husky/install.js') } : {}),
  };
}

function known(names: string[]): Dependency[] {
  return names.map((name) => {
    if (!isDependency(name)) throw new Error(`${name} is not in the table of versions.`);
    return name;
  });
}

/** As package managers write it: by code points, whatever the language of the machine. */
function sorted(entries: [string, string][]): Record<string, string> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

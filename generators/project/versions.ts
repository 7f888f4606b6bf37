/** One release line of a package, and the Node.js versions that it says it runs on. */
interface Release {
  range: string;
  /** As in the package's `engines.node`, in the notation that `accepts` knows; `*` when it names none. */
  node: string;
}

/**
 * What a generated project may depend on, newest release first. The only place for these numbers; they were read from
 * the registry, and the end-to-end tests install them.
 */
const releases = {
  '@biomejs/biome': [{ range: '^2.6.8', node: '*' }],
  '@electric-sql/pglite': [{ range: '^0.5.16', node: '*' }],
  '@libsql/client': [{ range: '^0.18.0', node: '*' }],
  '@neondatabase/serverless': [{ range: '^1.2.0', node: '>=19.0.0' }],
  '@planetscale/database': [{ range: '^1.20.2', node: '>=16.0.0' }],
  '@types/better-sqlite3': [{ range: '^9.6.0', node: '*' }],
  // Its majors follow Node.js: the types of a newer one would accept calls that fail at run time.
  '@types/node': [
    { range: '^26.6.6', node: '>=26.0.0' },
    { range: '^25.9.9', node: '>=25.0.0' },
    { range: '^24.19.2', node: '>=24.0.0' },
    { range: '^22.20.5', node: '>=22.0.0' },
    { range: '^20.19.43', node: '>=20.0.0' },
  ],
  '@types/pg': [{ range: '^8.23.1', node: '*' }],
  'better-sqlite3': [
    { range: '^13.2.0', node: '>=22.0.0' },
    { range: '^12.11.1', node: '^20.0.0' },
  ],
  'drizzle-kit': [{ range: '^0.31.11', node: '*' }],
  'drizzle-orm': [{ range: '^0.45.4', node: '*' }],
  husky: [{ range: '^9.1.7', node: '>=18.0.0' }],
  'lint-staged': [
    { range: '^17.6.1', node: '>=22.22.1' },
    { range: '^16.4.0', node: '>=20.17.0' },
  ],
  mysql2: [{ range: '^3.24.5', node: '*' }],
  pg: [{ range: '^8.23.1', node: '>=16.0.0' }],
  plop: [{ range: '^4.0.5', node: '>=18.0.0' }],
  postgres: [{ range: '^3.4.9', node: '*' }],
  tsx: [{ range: '^4.23.15', node: '>=18.0.0' }],
  typescript: [{ range: '^7.0.2', node: '>=16.20.0' }],
  vitest: [
    { range: '^5.1.0', node: '^22.12.0 || ^24.0.0 || >=26.0.0' },
    { range: '^4.1.12', node: '^20.0.0 || ^22.0.0 || >=24.0.0' },
  ],
} satisfies Record<string, [Release, ...Release[]]>;

export type Dependency = keyof typeof releases;

export function isDependency(name: string): name is Dependency {
  return Object.hasOwn(releases, name);
}

/** What a generated project itself needs: `process.loadEnvFile` and a loadable ESM from CommonJS. */
const oldestNode = '20.19.0';

/**
 * For each package the newest range that `nodeVersion` (`20.19.0`, with or without the `v`) can use. Where none says
 * that it can, the oldest: the package manager then says what is missing.
 */
export function dependencyVersions(nodeVersion: string): Record<Dependency, string> {
  const node = parse(nodeVersion);
  const picked: Partial<Record<string, string>> = {};
  for (const [name, lines] of Object.entries(releases)) picked[name] = pick(lines, node).range;
  return complete(picked);
}

/** The oldest Node.js that can use what `dependencyVersions` picks for `packages`, for the field `engines`. */
export function minimumNode(nodeVersion: string, packages: Dependency[]): string {
  const node = parse(nodeVersion);
  let minimum = parse(oldestNode);
  for (const name of packages) {
    // What does not run here says nothing about the packages: the types are no requirement either.
    if (name === '@types/node') continue;
    const used = alternatives(pick(releases[name], node).node).find((alternative) => alternative.holds(node));
    if (used !== undefined && compare(used.from, minimum) > 0) minimum = used.from;
  }
  return minimum.join('.');
}

function pick(lines: readonly Release[], node: Version): Release {
  const usable = lines.find((line) => accepts(line.node, node)) ?? lines.at(-1);
  if (usable === undefined) throw new Error('A package of the table has no release.');
  return usable;
}

function complete(picked: Partial<Record<string, string>>): Record<Dependency, string> {
  for (const name of Object.keys(releases)) if (picked[name] === undefined) throw new Error(`No version of ${name}.`);
  return picked as Record<Dependency, string>;
}

type Version = [major: number, minor: number, patch: number];

function parse(version: string): Version {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  if (parts === null) throw new Error(`Not a version of Node.js: ${JSON.stringify(version)}.`);
  return [Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0)];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function accepts(range: string, node: Version): boolean {
  return range === '*' || alternatives(range).some((alternative) => alternative.holds(node));
}

/** The parts of a range between `||`: `^x.y.z` and `>=x.y.z`, which is all that `engines` of the table use. */
function alternatives(range: string): { from: Version; holds(node: Version): boolean }[] {
  if (range === '*') return [];
  return range.split('||').map((text) => {
    const parts = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(text.trim());
    if (parts?.[2] === undefined) throw new Error(`A range that is not understood: ${range}.`);
    const from = parse(parts[2]);
    const sameMajor = parts[1] === '^';
    return { from, holds: (node) => compare(node, from) >= 0 && (!sameMajor || node[0] === from[0]) };
  });
}

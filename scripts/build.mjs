// Bundles the sources into dist/ (and create/dist/) and writes the type declarations.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { precompiledByText, precompiledTemplates } from '../create/precompile.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
rmSync('dist', { recursive: true, force: true });
rmSync('create/dist', { recursive: true, force: true });
rmSync('create/templates', { recursive: true, force: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const define = { __LOCKSTEP_VERSION__: JSON.stringify(version), __LOCKSTEP_BUILD__: JSON.stringify(hashOf('src')) };
const shared = {
  define,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  logLevel: 'warning',
  legalComments: 'none',
};

/** dist/deployment.js and dist/reviewing.js are bundles of their own. */
const bundledApart = {
  name: 'bundled apart',
  setup(/** @type {import('esbuild').PluginBuild} */ { onResolve }) {
    onResolve({ filter: /^\.\/(?:deployment|reviewing)\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};

// Packages stay external; `splitting` keeps what a command does not use out of what it loads.
await build({
  ...shared,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts', plop: 'src/plop.ts' },
  outdir: 'dist',
  splitting: true,
  packages: 'external',
  plugins: [precompiledByText('templates'), bundledApart],
  chunkNames: 'chunks/[name]-[hash]',
});
// What a deployment waits for, and a review: one file each, beside the parts that they seldom need. Shared with the
// commands above, it would be thirty and more, and loading them takes Node.js longer than the work.
for (const name of ['deployment', 'reviewing']) {
  await build({
    ...shared,
    entryPoints: { [name]: `src/cli/${name}.ts` },
    outdir: 'dist',
    splitting: true,
    packages: 'external',
    chunkNames: 'chunks/[name]-[hash]',
  });
}
// For start-up code and small images: one file, with the runner and nothing else.
await build({
  ...shared,
  entryPoints: { migrate: 'src/migrate.ts' },
  outdir: 'dist',
  packages: 'external',
});
chmodSync('dist/cli.js', 0o755);
// A process of its own: CommonJS, so that the schema and drizzle-kit share one drizzle-orm.
await build({
  ...shared,
  entryPoints: { evaluator: 'src/schema/evaluator.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  packages: 'external',
});

if (existsSync('create/src/index.ts')) {
  // One file without dependencies: `npm create` installs nothing else.
  await build({
    ...shared,
    entryPoints: { index: 'create/src/index.ts' },
    outdir: 'create/dist',
    minify: true,
    plugins: [precompiledTemplates('templates')],
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
    },
  });
  cpSync('templates/project', 'create/templates/project', { recursive: true });
  cpSync('LICENSE', 'create/LICENSE');
}

if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
}

/** A hash of all files in a folder. @param {string} folder */
function hashOf(folder) {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type { BuildFailure, Loader, OnLoadResult, Plugin } from 'esbuild';
import type { Tree } from '../repo/tree.js';
import { resolveInTree } from './resolve.js';
import { type PathAliases, readPathAliases, resolveAlias } from './tsconfig-paths.js';
import { workspacesOf } from './workspaces.js';

const require = createRequire(import.meta.url);

/** esbuild, by `require`: to import it, Node.js (20.20) first looks through its 80 kB for the names that it exports. */
function esbuild(): typeof import('esbuild') {
  return require('esbuild');
}

/** Code that runs anywhere the tree's packages are installed. */
export interface Bundle {
  /** CommonJS, with an inline source map. */
  code: string;
  /** Every file of the tree that went in, relative to its root: the import closure, and the tsconfig and package.json files that say
   * what its imports mean. */
  inputs: string[];
}

/** Why code of a tree cannot be bundled, and where. */
export interface BundleError {
  message: string;
  path?: string;
  line?: number;
}

/**
 * Bundles the modules of a tree into one file whose export `modules` is the list of their exports. Content comes
 * from the tree, not from disk; packages stay outside, to be found from the project's own node_modules.
 *
 * @param entries paths relative to the tree's root.
 */
export async function bundle(tree: Tree, entries: string[]): Promise<Bundle | BundleError> {
  const { build } = esbuild();
  const inputs = new Set<string>();
  const source = `export const modules = [${entries.map((_, at) => `m${at}`).join(', ')}];\n${entries
    .map((path, at) => `import * as m${at} from ${JSON.stringify(`/${path}`)};`)
    .join('\n')}`;
  try {
    const result = await build({
      stdin: { contents: source, sourcefile: 'lockstep-entry.js', loader: 'js', resolveDir: tree.root },
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      outfile: 'bundle.cjs',
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'silent',
      keepNames: true,
      absWorkingDir: tree.root,
      define: {
        'import.meta': '__lockstep_meta',
        __dirname: '__lockstep_meta.dirname',
        __filename: '__lockstep_meta.filename',
      },
      tsconfigRaw: '{}',
      plugins: [fromTree(tree, inputs)],
    });
    return { code: result.outputFiles[0]?.text ?? '', inputs: [...inputs].sort() };
  } catch (cause) {
    if (isBuildFailure(cause)) return toBundleError(cause);
    throw cause;
  }
}

const namespace = 'tree';
const loaders: Record<string, Loader> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
  '.json': 'json',
};

function fromTree(tree: Tree, inputs: Set<string>): Plugin {
  const workspaces = workspacesOf(tree);
  const known = new Map<string, Promise<PathAliases>>();
  const aliasesFor = (folder: string): Promise<PathAliases> => {
    const aliases = known.get(folder) ?? readPathAliases(tree, folder);
    known.set(folder, aliases);
    return aliases;
  };
  return {
    name: 'tree',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path, importer, namespace: from }) => {
        if (path.startsWith('node:')) return { path, external: true };
        if (from !== namespace) return { path: path.replace(/^\//, ''), namespace };
        if (/^\.\.?(\/|$)/.test(path)) {
          const target = posix.join(posix.dirname(importer), path);
          const found = target.startsWith('..') ? null : resolveInTree(tree, target);
          if (found !== null) return { path: found, namespace };
          return { errors: [{ text: `${JSON.stringify(path)} is not in ${tree.label}` }] };
        }
        const aliases = await aliasesFor(posix.dirname(importer));
        for (const file of aliases.files) inputs.add(file);
        const aliased = resolveAlias(tree, aliases, path);
        if (aliased !== null) return { path: aliased, namespace };
        const own = await workspaces.resolve(path, posix.dirname(importer));
        if (own === null) return { path, external: true };
        inputs.add(own.manifest);
        return { path: own.path, namespace };
      });
      build.onLoad({ filter: /.*/, namespace }, async ({ path }): Promise<OnLoadResult> => {
        const contents = await tree.read(path);
        if (contents === null) return { errors: [{ text: `${path} is not in ${tree.label}` }] };
        inputs.add(path);
        inputs.add(tree.origin(path));
        return { contents: withMeta(tree, path, contents), loader: loaders[posix.extname(path)] ?? 'js' };
      });
    },
  };
}

/**
 * A bundle has one import.meta, __dirname and __filename; the modules in it expect their own. Put on the first line,
 * so that line numbers stay.
 */
function withMeta(tree: Tree, path: string, contents: string): string {
  if (!/import\.meta|__dirname|__filename/.test(contents) || contents.startsWith('#!')) return contents;
  const filename = posix.join(tree.root.replaceAll('\\', '/'), path);
  const url = new URL(`file://${filename.startsWith('/') ? '' : '/'}${encodeURI(filename)}`).href;
  const meta = { url, filename, dirname: posix.dirname(filename) };
  return `const __lockstep_meta = ${JSON.stringify(meta)};${contents.replace(/^\uFEFF/, '')}`;
}

function isBuildFailure(cause: unknown): cause is BuildFailure {
  return cause instanceof Error && 'errors' in cause && Array.isArray(cause.errors);
}

function toBundleError(failure: BuildFailure): BundleError {
  const [first] = failure.errors;
  if (!first) return { message: failure.message };
  const path = first.location?.file.replace(/^tree:/, '');
  return {
    message: first.text,
    ...(path === undefined ? {} : { path }),
    ...(first.location ? { line: first.location.line } : {}),
  };
}

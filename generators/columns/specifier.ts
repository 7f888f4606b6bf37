import { posix } from 'node:path';
import { sample } from '../../src/scaffold/sample.js';
import { resolveImport, type SourceFile, type SourceReader } from '../../src/schema/source/index.js';
import { majority } from './pattern.js';

/** How relative modules are written: without an ending, as `.js`, or with the file's own. */
export type Ending = 'none' | 'js' | 'own';

/** More of them show the same, and take longer than the change. */
const mostImports = 30;

/** The ending that the schema's files use for each other; where they say nothing, what the compiler asks for. */
export function moduleEnding(files: readonly SourceFile[], reader: SourceReader): Ending {
  const relative = files.flatMap(({ path, imports, reexports }) =>
    [...imports, ...reexports].filter(({ source }) => source.startsWith('.')).map(({ source }) => ({ path, source })),
  );
  const ballots = sample(relative, mostImports).flatMap(({ path, source }): Ending[][] => {
    const target = resolveImport(path, source, reader);
    if (target === null || source.endsWith('/index')) return [];
    if (posix.extname(source) === posix.extname(target)) return [['own']];
    return [/\.[cm]?js$/.test(source) ? ['js'] : ['none']];
  });
  return majority(ballots) ?? compilerEnding(reader);
}

/** `moduleResolution` node16 and nodenext want an ending; bundlers and older Node.js do not. */
function compilerEnding(reader: SourceReader): Ending {
  const text = reader.read('tsconfig.json');
  if (text === null) return 'none';
  if (/"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(text)) return 'own';
  const setting = (name: string): string =>
    (new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`, 'i').exec(text)?.[1] ?? '').toLowerCase();
  const resolution = setting('moduleResolution') || setting('module');
  return /^node(16|18|20|next)$/.test(resolution) ? 'js' : 'none';
}

/** The module `to` as the file `from` writes it. */
export function specifier(from: string, to: string, ending: Ending): string {
  const relative = posix.relative(posix.dirname(from), to);
  const extension = posix.extname(relative);
  const bare = relative.slice(0, relative.length - extension.length);
  const name = ending === 'own' ? relative : ending === 'js' ? bare + extension.replace('ts', 'js') : bare;
  return name.startsWith('.') ? name : `./${name}`;
}

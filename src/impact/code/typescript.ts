import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findInstalled, type Installed } from '../../project/kit.js';
import { type CompilerApi, isCompilerApi } from './compiler-api.js';

/** A place in a file: its absolute path with forward slashes, and UTF-16 offsets. */
export interface Span {
  path: string;
  start: number;
  end: number;
}

/** A file and what it holds. The path is absolute, with forward slashes. */
export interface SourceText {
  path: string;
  text: string;
}

/** What is asked of TypeScript, whichever version a project has. */
export interface TypeScript {
  /** Makes the projects known that these files belong to: by the nearest tsconfig.json of each. */
  open(files: SourceText[]): Promise<void>;
  /** Gives a file another text than it has on disk. */
  change(file: SourceText): Promise<void>;
  /** Every place that means the same as the name at an offset, its definition included. */
  references(file: SourceText, offset: number): Promise<Span[]>;
  /** Where a file does not compile. */
  problems(file: SourceText): Promise<Span[]>;
  close(): Promise<void>;
}

/** The TypeScript of a project, and how to start it; `reason` where there is none that can be asked. */
export type FoundTypeScript =
  | { version: string; start: (root: string) => Promise<TypeScript> }
  | { version: string | null; reason: string };

/**
 * The TypeScript that a project has installed. Up to 6 it has a language service to call (`createLanguageService`); 7 is
 * a program of its own and has a language server instead (`tsc --lsp --stdio`, seen in 7.0.2).
 *
 * @param folder absolute path of the project.
 */
export function findTypeScript(folder: string): FoundTypeScript {
  const installed = findInstalled(folder, 'typescript');
  if (installed === null) return { version: null, reason: 'typescript is not installed' };
  const { version } = installed;
  const api = compilerApi(installed);
  if (api !== null) {
    return {
      version,
      start: async () => (await import('./language-service.js')).languageService(api),
    };
  }
  const program = join(installed.folder, 'bin/tsc');
  if (Number.parseInt(version, 10) >= 7 && existsSync(program)) {
    return {
      version,
      start: async (root) => (await import('./language-server.js')).languageServer(program, root),
    };
  }
  return { version, reason: `typescript ${version} offers no language service that is known here` };
}

function compilerApi({ folder }: Installed): CompilerApi | null {
  try {
    const loaded: unknown = createRequire(join(folder, 'package.json'))(folder);
    return isCompilerApi(loaded) ? loaded : null;
  } catch {
    return null;
  }
}

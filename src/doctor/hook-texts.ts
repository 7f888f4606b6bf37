import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../scaffold/surroundings.js';

/** A file that says what a git hook runs. `path` is relative to the repository's top, or absolute outside of it. */
export interface HookText {
  path: string;
  text: string;
}

/** What the hooks of a repository run, as the files of its hook manager say, whether git runs them or not. */
export function hookTexts({ hooks, top, files }: Surroundings): HookText[] {
  const read = (paths: string[]): HookText[] =>
    paths.flatMap((path) => {
      const text = textAt(join(top, path));
      return text === null ? [] : [{ path, text }];
    });
  switch (hooks.kind) {
    case 'husky':
      return read(
        files
          .list(hooks.folder)
          .filter((name) => !name.startsWith('_'))
          .map((name) => `${hooks.folder}/${name}`),
      );
    case 'lefthook':
    case 'simple-git-hooks':
    case 'pre-commit':
      return read([hooks.file]);
    case 'folder':
    case 'own':
      return read(hooks.hooks.map((name) => `${hooks.folder}/${name}`));
    case 'none':
      return [];
  }
}

export function textAt(path: string): string | null {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}

import { createRequire } from 'node:module';
import type picomatch from 'picomatch';

const require = createRequire(import.meta.url);

/** picomatch, loaded with the first pattern: most configs name files and folders, and every command reads one. */
export function globs(): typeof picomatch {
  return require('picomatch');
}

import { type ParseResult, parseSync } from 'oxc-parser';
import { LockstepError } from '../../errors.js';

/** 1-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** 1-based lines of many offsets of a text. */
export function linesOf(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) ends.push(at);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/**
 * The syntax tree of a TypeScript or JavaScript file.
 * Throws a LockstepError (exit 2) with path and line for a file with a syntax error.
 */
export function parse(path: string, text: string): ParseResult {
  const result = parseSync(path, text, { sourceType: 'module' });
  const error = result.errors.find(({ severity }) => String(severity) === 'Error');
  if (error) {
    const offset = error.labels[0]?.start ?? 0;
    const line = lineOf(text, offset);
    throw new LockstepError(`${path}:${line} has a syntax error: ${error.message}`, {
      path,
      line,
      fix: 'Mend the file first; nothing was changed.',
    });
  }
  return result;
}

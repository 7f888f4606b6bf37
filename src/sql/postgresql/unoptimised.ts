import { setFlagsFromString } from 'node:v8';

/**
 * Runs WebAssembly as V8 compiles it at first, without a second compilation in the background. PostgreSQL's parser has a
 * function so large that the second one takes a core for 0.35 s, cannot be called off, and keeps the process from
 * ending: four fifths of the time of a command that reads a few migrations (Node.js 20.20 to 26.10). A history of ten thousand
 * statements is read no slower without it. What else runs in this process is optimised as ever.
 */
export function unoptimised<Result>(work: () => Result): Result {
  setOptimised(false);
  try {
    return work();
  } finally {
    setOptimised(true);
  }
}

/** The same while a module is loaded: it is compiled for either. */
export async function loadedUnoptimised(load: () => Promise<void>): Promise<void> {
  setOptimised(false);
  try {
    await load();
  } finally {
    setOptimised(true);
  }
}

function setOptimised(isOptimised: boolean): void {
  const flags = ['wasm-tier-up', 'wasm-dynamic-tiering'];
  setFlagsFromString(flags.map((flag) => (isOptimised ? `--${flag}` : `--no-${flag}`)).join(' '));
}

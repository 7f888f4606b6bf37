import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 run WebAssembly as it was first compiled, or optimize it again. PGlite is 9 MB of it, and within its first
 * seconds the optimizer takes more time than it saves: without it, opening a database takes 0.3 s of processor time
 * instead of 0.5, initdb 1.5 instead of 2.7, the first reading of a catalog 0.1 instead of 0.45; after a hundred readings
 * it would have paid (Node.js 20.20, 22.23, 24.21 and 26.10). It concerns what the process compiles from now on.
 */
export function optimizeWebAssembly(isWanted: boolean): void {
  // To be optimized is left to one function alone; -1 stands for all of them.
  setFlagsFromString(`--wasm-tier-up-filter=${isWanted ? -1 : 0}`);
}

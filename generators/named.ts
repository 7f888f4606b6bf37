import { type OfferedGenerator, offer } from '../src/scaffold/generator.js';

/** Each generator by its name, in the order in which they are listed; loaded when it is asked for. */
const loaders: { [name: string]: () => Promise<OfferedGenerator> } = {
  table: async () => offer((await import('./table/index.js')).table),
  column: async () => offer((await import('./column/index.js')).column),
  index: async () => offer((await import('./index/index.js')).index),
  constraint: async () => offer((await import('./constraint/index.js')).constraint),
  enum: async () => offer((await import('./enum/index.js')).enumeration),
  relation: async () => offer((await import('./relation/index.js')).relation),
  backfill: async () => offer((await import('./backfill/index.js')).backfill),
  'drop-column': async () => offer((await import('./drop-column/index.js')).dropColumn),
  'rename-column': async () => offer((await import('./rename-column/index.js')).renameColumn),
  'rename-table': async () => offer((await import('./rename-table/index.js')).renameTable),
  rollback: async () => offer((await import('./rollback/index.js')).rollback),
  hooks: async () => offer((await import('./hooks/index.js')).hooks),
  ci: async () => offer((await import('./ci/index.js')).ci),
  agents: async () => offer((await import('./agents/index.js')).agents),
};

/** The generator of that name, without loading any other; `null` when there is none. */
export function loadGenerator(name: string): Promise<OfferedGenerator> | null {
  return Object.hasOwn(loaders, name) ? (loaders[name]?.() ?? null) : null;
}

/** All of them, in the order in which they are listed. */
export function loadGenerators(): Promise<OfferedGenerator[]> {
  return Promise.all(Object.values(loaders).map((load) => load()));
}

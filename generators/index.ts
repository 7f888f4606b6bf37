import type { OfferedGenerator } from '../src/scaffold/generator.js';
import { loadGenerators } from './named.js';

/** Every generator that changes a project: `lockstep new` and plop offer what named.ts lists. */
export const generators: readonly OfferedGenerator[] = await loadGenerators();

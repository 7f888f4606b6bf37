import type { NodePlopAPI } from 'plop';
import { lockstepGenerators } from './src/plop.js';

/** The same generators as `lockstep new`, for this repository. */
export default async function plopfile(plop: NodePlopAPI): Promise<void> {
  await lockstepGenerators(plop);
}

import type { Plan } from '../../src/scaffold/plan.js';
import type { ProjectAnswers, ProjectContext } from './answers.js';

export type { PackageManager, ProjectAnswers, ProjectContext } from './answers.js';
export { packageManagers } from './answers.js';

export function planProject(_root: string, _answers: ProjectAnswers, _context: ProjectContext): Plan {
  throw new Error('Not there yet.');
}

export function validateProjectAnswers(_answers: ProjectAnswers): void {}

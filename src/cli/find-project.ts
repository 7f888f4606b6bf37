import { type FoundProject, findProject as find } from '../project/find.js';

/** The project that a command means, see project/find.ts; a computed config is run in a process of its own. */
export function findProject(cwd: string, options: { config?: string | undefined }): Promise<FoundProject> {
  return find(cwd, {
    ...options,
    evaluate: async (tree, path) => (await import('../schema/evaluate-config.js')).evaluateConfig(tree, path),
  });
}

import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import { checkConfigFields } from '../project/config-fields.js';
import { type DatabaseFields, databaseFields } from '../project/database-fields.js';
import type { EvaluatedConfig } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { bundle } from './bundle.js';
import { EvaluatorEnded, startEvaluator } from './evaluator-process.js';

/**
 * Runs a config whose fields are computed, from the tree's content, in a process of its own.
 *
 * @throws LockstepError (exit 2) with the cause and the line when the config throws.
 */
export async function evaluateConfig(tree: Tree, path: string): Promise<EvaluatedConfig> {
  const { config, inputs } = await runConfig(tree, path);
  return { fields: checkConfigFields(path, config), inputs };
}

/** What a config says of the database. What the run takes from the environment is that of this process. */
export async function evaluateDatabase(tree: Tree, path: string): Promise<DatabaseFields> {
  return databaseFields((await runConfig(tree, path, true)).config);
}

async function runConfig(
  tree: Tree,
  path: string,
  database = false,
): Promise<{ config: Record<string, unknown>; inputs: string[] }> {
  const folder = posix.join(tree.root, posix.dirname(path));
  const evaluator = startEvaluator(null);
  try {
    const bundled = await bundle(tree, [path]);
    if ('message' in bundled) {
      throw new LockstepError(`${bundled.path ?? path} cannot be read: ${bundled.message}`, {
        path: bundled.path ?? path,
        ...(bundled.line === undefined ? {} : { line: bundled.line }),
      });
    }
    const response = await evaluator.ask({
      type: 'config',
      cwd: folder,
      code: bundled.code,
      filename: posix.join(tree.root, `${path}.cjs`),
      ...(database ? { database: true } : {}),
    });
    if (response.type === 'config') return { config: response.config, inputs: bundled.inputs };
    throw threw(path, response.type === 'error' ? response.message : 'no answer');
  } catch (error) {
    if (error instanceof EvaluatorEnded) throw threw(path, error.message);
    throw error;
  } finally {
    evaluator.stop();
  }
}

function threw(path: string, reason: string): LockstepError {
  return new LockstepError(`${path} fails when it is run: ${reason}`, {
    path,
    fix: 'Write dialect, schema, out and casing as literal values: then the config is read without running it. Or set what it needs.',
  });
}

import { posix, relative, sep } from 'node:path';
import { LockstepError } from '../errors.js';
import type { State } from '../history/head.js';
import { requireKit } from '../project/kit.js';
import type { Project } from '../project/project.js';
import { schemaFiles } from '../project/schema-files.js';
import type { Tree } from '../repo/tree.js';
import { bundle } from './bundle.js';
import { EvaluatorEnded, startEvaluator } from './evaluator-process.js';
import type { Snapshot, Statements } from './protocol.js';

/** How a tree's schema relates to a snapshot. */
export type Comparison =
  | { kind: 'equal'; inputs: string[] }
  | { kind: 'different'; inputs: string[]; snapshot: Snapshot; toSchema: Statements; toHead: Statements }
  | { kind: 'unreadable'; message: string; path?: string; line?: number };

/**
 * Evaluates the schema files of a tree and compares them with a snapshot, by the installed drizzle-kit's own
 * serializer and differ.
 *
 * @param head the newest state of the tree's history.
 * @throws LockstepError (exit 2) when drizzle-kit is not installed.
 */
export async function compareSchema(tree: Tree, project: Project, head: State): Promise<Comparison> {
  const folder = posix.join(tree.root.replaceAll('\\', '/'), project.folder);
  const { kit, line } = requireKit(folder);
  const entries = schemaFiles(tree, project.schema);
  if (entries.length === 0) {
    return {
      kind: 'unreadable',
      message: `No schema file is in ${tree.label} at ${project.schema.join(', ')}.`,
      path: project.config,
    };
  }
  // Started first: it loads drizzle-kit while the schema is read and bundled here.
  const evaluator = startEvaluator({ folder: kit.folder, line, dialect: project.dialect });
  try {
    const bundled = await bundle(tree, entries);
    if ('message' in bundled) return { kind: 'unreadable', ...bundled };
    const response = await evaluator.ask({
      type: 'compare',
      cwd: folder,
      code: bundled.code,
      filename: posix.join(folder, 'lockstep-schema.cjs'),
      dialect: project.dialect,
      casing: project.casing,
      head,
    });
    if (response.type === 'error') {
      return { kind: 'unreadable', message: response.message, ...place(response.stack, tree) };
    }
    if (response.type !== 'compare') throw new Error('The evaluator answered something else.');
    const { snapshot, toSchema, toHead } = response;
    if (response.equal) return { kind: 'equal', inputs: bundled.inputs };
    return { kind: 'different', inputs: bundled.inputs, snapshot, toSchema, toHead };
  } catch (error) {
    if (error instanceof EvaluatorEnded) return { kind: 'unreadable', message: error.message, path: entries[0] ?? '' };
    throw error;
  } finally {
    evaluator.stop();
  }
}

/**
 * The SQL that leads from one snapshot to another, by the installed drizzle-kit's differ.
 *
 * @param folder absolute path of the project, where drizzle-kit is found.
 */
export async function diffSnapshots(
  folder: string,
  dialect: Project['dialect'],
  from: State,
  to: State,
): Promise<Statements & { from: Snapshot; to: Snapshot }> {
  const { kit, line } = requireKit(folder);
  const evaluator = startEvaluator({ folder: kit.folder, line, dialect });
  try {
    const response = await evaluator.ask({ type: 'diff', cwd: folder, dialect, from, to });
    if (response.type === 'diff') return response;
    throw new LockstepError(
      `drizzle-kit cannot compare the snapshots: ${response.type === 'error' ? response.message : ''}`,
      {
        exitCode: 1,
      },
    );
  } finally {
    evaluator.stop();
  }
}

/** The topmost line of a stack trace that lies in a file of the tree. */
function place(stack: string, tree: Tree): { path?: string; line?: number } {
  for (const [, file, line] of stack.matchAll(/\(?((?:\/|[A-Za-z]:\\|tree:)[^():]*):(\d+):\d+\)?$/gm)) {
    if (file === undefined) continue;
    const at = file.lastIndexOf('tree:');
    const path = at >= 0 ? file.slice(at + 5) : relative(tree.root, file).split(sep).join('/');
    if (!path.startsWith('..') && tree.isFile(path)) return { path, line: Number(line) };
  }
  return {};
}

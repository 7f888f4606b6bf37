import { posix } from 'node:path';
import { isConfigPath } from '../project/discover.js';
import type { Project } from '../project/project.js';
import { isGlob } from '../project/schema-files.js';
import type { Tree } from '../repo/tree.js';

/** Which halves of a project a change touches. */
export interface Touched {
  schema: boolean;
  migrations: boolean;
}

const source = /\.(?:[cm]?[jt]sx?|json)$/;

/** Whether a change of this file could matter to any project: source, settings, SQL and snapshots. */
export function mayConcern(path: string): boolean {
  return source.test(path) || path.endsWith('.sql');
}

/**
 * Whether changed paths could concern a project, before its import closure is known. Never wrong in saying no:
 * anything that a schema could import counts.
 */
export function mayTouch(project: Project, changed: string[]): boolean {
  return changed.some(
    (path) => isInside(path, project.out) || isSchema(path, project) || isConfigPath(path) || source.test(path),
  );
}

/** Which halves changed paths touch, given every file that the schema was evaluated from. */
export function touchedBy(project: Project, inputs: string[], changed: string[]): Touched {
  const closure = new Set([...inputs, ...project.configInputs]);
  return {
    schema: changed.some((path) => closure.has(path) || isSchema(path, project)),
    migrations: changed.some((path) => isInside(path, project.out)),
  };
}

/** The same from two trees. */
export function touchedBetween(project: Project, inputs: string[], before: Tree, after: Tree): Touched {
  const paths = new Set([...before.paths(), ...after.paths()]);
  return touchedBy(
    project,
    inputs,
    [...paths].filter((path) => before.blobId(path) !== after.blobId(path)),
  );
}

function isSchema(path: string, project: Project): boolean {
  return project.schema.some((pattern) =>
    isGlob(pattern) ? isInside(path, globBase(pattern)) : isInside(path, pattern),
  );
}

/** The folder above a glob's first special character. */
export function globBase(pattern: string): string {
  const parts = pattern.split('/');
  const literal = parts.slice(
    0,
    parts.findIndex((part) => isGlob(part)),
  );
  return posix.join(...literal) === '.' ? '' : posix.join(...literal);
}

/** Whether a path is a folder or lies in it; `''` holds everything. */
export function isInside(path: string, folder: string): boolean {
  return folder === '' || folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

import { posix } from 'node:path';
import type { NodePlopAPI } from 'plop';
import { findPlace } from '../../generators/table/place.js';
import { findProject } from '../cli/find-project.js';
import type { Dialect } from '../project/dialects.js';
import { readFolder } from '../scaffold/reader.js';
import { readSchema } from '../schema/source/index.js';
import { plainError } from './generator-named.js';

/** What a team's own generator has to know of the project. Paths are relative to `root`, with forward slashes. */
export interface LockstepProject {
  /** Absolute path of the folder of the drizzle config. */
  root: string;
  dialect: Dialect;
  /** Where new tables go: the folder, or that of the schema file. */
  schemaFolder: string;
  /** The folder of the migrations. */
  out: string;
}

/**
 * Reads the drizzle config of the project, and makes the helpers `dialect`, `schemaFolder` and `out` of it.
 *
 * @throws Error when there is no config, or more than one and none was named
 * @example
 * await lockstepProject(plop);
 * // then in an action: path: '{{schemaFolder}}/views/{{kebabCase name}}.ts'
 */
export async function lockstepProject(plop: NodePlopAPI, options: { config?: string } = {}): Promise<LockstepProject> {
  try {
    const { root, dialect, schema, out } = await findProject(plop.getDestBasePath(), options);
    const reader = readFolder(root);
    const place = findPlace(readSchema(schema, reader, dialect), reader);
    const schemaFolder = place.kind === 'folder' ? place.folder : posix.dirname(place.file.path);
    const facts = { dialect, schemaFolder, out };
    for (const [name, value] of Object.entries(facts)) plop.setHelper(name, () => value);
    return { root, ...facts };
  } catch (error) {
    throw plainError(error);
  }
}

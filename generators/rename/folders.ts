import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import { stamp } from '../../src/history/rebase/stamps.js';
import type { FoundProject } from '../../src/project/find.js';
import { schemaFiles } from '../../src/project/schema-files.js';
import { cacheFolder } from '../../src/repo/cache-folder.js';
import type { Tree } from '../../src/repo/tree.js';
import { bundle } from '../../src/schema/bundle.js';
import type { Rename } from '../../src/schema/rename/renamed-snapshot.js';
import { askKit } from '../../src/schema/run-kit.js';
import type { MigrationFiles } from './files.js';

/**
 * The migration that drizzle-kit 1.0 writes for a rename, given the answer to what it would ask, or an empty one: its
 * SQL and its snapshot, which on PostgreSQL holds only what changed (1.0.0-rc.5). It works on a copy of the migrations and on the
 * schema of `tree`; nothing of the project is touched.
 *
 * @param last milliseconds since 1970 of the newest migration.
 * @throws LockstepError (exit 1) when it writes none.
 */
export async function kitMigration(
  { root, project }: FoundProject,
  tree: Tree,
  { rename, name, now, last }: { rename: Rename | null; name: string; now: number; last: number },
): Promise<MigrationFiles> {
  const bundled = await bundle(tree, schemaFiles(tree, project.schema));
  if ('message' in bundled) throw new LockstepError(bundled.message, { exitCode: 1, fix: 'Nothing was written.' });
  const cache = cacheFolder(root);
  if (cache === null)
    throw new LockstepError('There is no node_modules folder to work in.', { fix: 'Install the packages first.' });
  mkdirSync(cache, { recursive: true });
  // Inside of the project, so that the schema finds its packages.
  const folder = mkdtempSync(join(cache, 'rename-'));
  try {
    const out = join(folder, 'out');
    cpSync(join(tree.root, project.out), out, { recursive: true });
    writeFileSync(join(folder, 'schema.cjs'), `${bundled.code}\n${flattened}`);
    const config = join(folder, 'drizzle.config.mjs');
    const settings = { dialect: project.dialect, schema: join(folder, 'schema.cjs'), out };
    writeFileSync(config, `export default ${JSON.stringify(settings)};\n`);
    const before = new Set(readdirSync(out));
    const kind = rename === null ? ['--custom'] : ['--hints', JSON.stringify([hintOf(rename)])];
    const answer = await askKit(root, ['generate', '--config', config, '--name', name, ...kind]);
    const [made, ...more] = readdirSync(out).filter((tag) => !before.has(tag));
    if (made === undefined || more.length > 0) {
      throw new LockstepError(`drizzle-kit wrote no migration ${name}: ${JSON.stringify(answer).slice(0, 500)}`, {
        exitCode: 1,
        fix:
          rename === null
            ? 'Nothing was written.'
            : 'Rename it in the schema and run lockstep generate in a terminal, which asks. Nothing was written.',
      });
    }
    const tag = `${stamp(Math.max(now, last + 1000))}_${name}`;
    const texts = readdirSync(join(out, made)).map((file): [string, string] => [
      posix.join(project.out, tag, file),
      readFileSync(join(out, made, file), 'utf8'),
    ]);
    return { tag, texts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** More than any schema has. */
const most = 5000;

/**
 * The bundle exports a list of modules; drizzle-kit looks at the exports themselves, and imports them: of a CommonJS
 * file Node.js then knows those that it reads in the text.
 */
const flattened = `{
  const found = [...new Set(module.exports.modules.flatMap((one) => Object.values(one)))];
  if (found.length > ${most}) throw new Error('The schema has more than ${most} exports.');
  module.exports = exports = {};
${Array.from({ length: most }, (_, at) => `  if (${at} < found.length) exports.e${at} = found[${at}];`).join('\n')}
}
`;

/** What drizzle-kit 1.0 would ask, answered: schema, table and column before and after. */
function hintOf(rename: Rename): Record<string, unknown> {
  const schema = rename.schema ?? 'public';
  const path = (name: string): string[] => (rename.kind === 'table' ? [schema, name] : [schema, rename.table, name]);
  return { type: 'rename', kind: rename.kind, from: path(rename.from), to: path(rename.to) };
}

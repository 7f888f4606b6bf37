import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Dialect } from '../../src/project/dialects.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { addProject } from '../helpers/project.js';
import { cli, Repository } from '../helpers/repository.js';
import { answersFor, planFor } from './project/answers.js';

const modules = resolve(import.meta.dirname, '../../node_modules');

/** A project with the hooks that a new one gets, set up by its own install script with husky itself. */
export function projectWithHooks(folder = '', name?: string, dialect: Dialect = 'postgresql'): Repository {
  const repository = new Repository(name);
  addProject(repository, dialect, folder);
  const at = (path: string): string => join(folder, path);
  const manifest = {
    name: 'shop',
    type: 'module',
    scripts: { 'db:migrate': 'lockstep migrate' },
    'lint-staged': { '*.ts': 'true' },
  };
  repository.write(at('package.json'), `${JSON.stringify(manifest)}\n`);
  for (const { path, after, executable } of hooksOf(folder)) {
    repository.write(at(path), after ?? '');
    if (executable === true) chmodSync(join(repository.folder, at(path)), 0o755);
  }
  const bin = join(repository.folder, at('node_modules/.bin'));
  mkdirSync(bin);
  symlinkSync(cli, join(bin, 'lockstep'));
  symlinkSync(join(modules, 'lint-staged/bin/lint-staged.js'), join(bin, 'lint-staged'));
  symlinkSync(join(modules, 'husky'), join(repository.folder, at('node_modules/husky')), 'junction');
  execFileSync(process.execPath, ['.husky/install.js'], { cwd: join(repository.folder, folder) });
  return repository;
}

/** The hooks of a new project, as it writes them. */
export function hooksOf(folder: string): FileChange[] {
  const { changes } = planFor(answersFor('pglite', { subfolder: folder }));
  return changes.filter(({ path }) => path.startsWith('.husky/'));
}

/** What these projects depend on. */
export const ownSource = readFileSync(import.meta.filename, 'utf8');

import { diffLines } from 'diff';
import { LockstepError } from '../errors.js';
import { nearest } from './nearest.js';
import { ownTemplatePath, readOwnTemplate } from './own-templates.js';
import type { FileChange, Plan } from './plan.js';
import type { FolderReader } from './reader.js';
import { templateProblem } from './template-problem.js';
import { readTemplate } from './templates.js';

/** How a template stands in a project. */
export interface TemplateState {
  /**
   * `packaged`: the project has none of its own. `same`: it has, and it is the packaged one to the byte. `own`: it
   * differs.
   */
  state: 'packaged' | 'same' | 'own';
  /** Lines that only the own template has, and that only the packaged one has. */
  added: number;
  removed: number;
  /** What is wrong with the own one. */
  problem?: string;
  /** The packaged text as before, the own one as after; for a diff. */
  change: FileChange;
}

/**
 * Compares a template of the project with the packaged one. `folder` is that of the packaged templates, `known` what
 * templateProblem takes.
 */
export function templateState(
  name: string,
  known: readonly string[] | null,
  reader: FolderReader,
  folder: string,
): TemplateState {
  const before = readTemplate(folder, name);
  const after = readOwnTemplate(reader, name);
  const change: FileChange = { path: ownTemplatePath(name), kind: 'edit', before, after: after ?? before };
  const parts = diffLines(before, after ?? before);
  const count = (kind: 'added' | 'removed'): number =>
    parts.reduce((sum, part) => sum + (part[kind] ? part.count : 0), 0);
  const state = after === null ? 'packaged' : after === before ? 'same' : 'own';
  const problem = state === 'own' && name.endsWith('.hbs') ? templateProblem(change.after ?? '', known) : undefined;
  return {
    state,
    added: count('added'),
    removed: count('removed'),
    change,
    ...(problem === undefined ? {} : { problem }),
  };
}

/**
 * Copies packaged templates into a project, byte for byte: they make the same until they are edited.
 * Throws a LockstepError (exit 2) for one that the project has already and that differs.
 */
export function planEject(root: string, names: readonly string[], reader: FolderReader, folder: string): Plan {
  const changes = names.map((name): FileChange => {
    const path = ownTemplatePath(name);
    const [before, after] = [reader.read(path), readTemplate(folder, name)];
    if (before !== null && before !== after) {
      throw new LockstepError(`${path} exists already, and differs from the packaged one.`, {
        path,
        fix: `See how: lockstep templates ${name} --diff. To begin anew, remove it first.`,
      });
    }
    return { path, kind: 'create', before, after };
  });
  return { root, changes };
}

/**
 * The template that is meant: its whole name, or without the endings (`table/file`).
 * Throws a LockstepError (exit 2) with the nearest names when there is none.
 */
export function templateNamed(typed: string, names: readonly string[]): string {
  const wanted = typed.replace(/^templates\//, '');
  const short = (name: string): string => name.replace(/(\.[a-z]+)*$/, '');
  const matching = names.filter((name) => name === wanted || short(name) === wanted);
  const [only, another] = matching.includes(wanted) ? [wanted] : matching;
  if (only !== undefined && another === undefined) return only;
  const candidates = [...new Set([...names, ...names.map(short)])];
  const near = another === undefined ? nearest(wanted, candidates) : matching;
  const whole = [...new Set(near.map((one) => names.find((name) => name === one || short(name) === one) ?? one))];
  throw new LockstepError(
    another === undefined
      ? `There is no template ${JSON.stringify(typed)}.`
      : `${JSON.stringify(typed)} is the name of ${matching.length} templates.`,
    { fix: whole.length > 0 ? `Did you mean ${whole.join(' or ')}?` : `Templates: ${names.join(', ')}.` },
  );
}

import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import { readHistory } from '../history/read.js';
import { findConfigs } from '../project/discover.js';
import type { Project } from '../project/project.js';
import { readSettings } from '../project/settings.js';
import type { Tree } from '../repo/tree.js';
import { parseJsonObject } from '../scaffold/join/json.js';
import { applyInsertions, insertMembers } from '../scaffold/json-insert.js';
import { locateObject } from '../scaffold/json-nodes.js';
import type { Plan } from '../scaffold/plan.js';

/** From where on a project is held to the rules. */
export interface Adoption {
  config: string;
  /** The package.json that gets it. */
  settings: string;
  /** The last migration that is left alone; `null` when there is none yet. */
  since: string | null;
}

/**
 * Sets `lockstep.since` to the last migration of each project, in the package.json next to its config, or the nearest
 * one above. A package with several configs gets one tag for each.
 */
export async function planAdoption(tree: Tree, projects: Project[]): Promise<{ plan: Plan; adoptions: Adoption[] }> {
  const adoptions: Adoption[] = [];
  for (const project of projects) {
    const history = await readHistory(tree, project.out);
    adoptions.push({
      config: project.config,
      settings: nearestPackage(tree, project.config),
      since: history.migrations.at(-1)?.tag ?? null,
    });
  }
  const configs = [...new Set([...(await findConfigs(tree)), ...projects.map(({ config }) => config)])];
  const plan: Plan = { root: tree.root, changes: [] };
  for (const settings of new Set(adoptions.map((adoption) => adoption.settings))) {
    const before = (await tree.read(settings)) ?? '';
    const key = (config: string): string => posix.relative(posix.dirname(settings), config);
    const tags = adoptions
      .filter((adoption) => adoption.settings === settings)
      .flatMap(({ config, since }): [string, string][] => (since === null ? [] : [[key(config), since]]));
    const [only] = tags;
    if (only === undefined) continue;
    // One tag would stand for every config of the package.
    const neighbours = configs.filter((config) => nearestPackage(tree, config) === settings).map(key);
    const kept = await sinceIn(tree, settings, neighbours);
    const after = withSince(
      settings,
      before,
      neighbours.length < 2 ? only[1] : { ...kept, ...Object.fromEntries(tags) },
    );
    if (after !== before) plan.changes.push({ path: settings, before, after, kind: 'edit' });
  }
  return { plan, adoptions };
}

/** What the settings name for configs of the package already. */
async function sinceIn(tree: Tree, settings: string, configs: string[]): Promise<Record<string, string>> {
  const { since } = await readSettings(tree, settings);
  return typeof since === 'string' ? Object.fromEntries(configs.map((config) => [config, since])) : { ...since };
}

function nearestPackage(tree: Tree, config: string): string {
  for (let folder = posix.dirname(config); ; folder = posix.dirname(folder)) {
    const path = posix.join(folder, 'package.json');
    if (tree.isFile(path)) return path;
    if (folder === '.' || folder === '') {
      throw new LockstepError(`There is no package.json above ${config} to write the setting to.`, {
        path: config,
        fix: 'Make one: npm init',
      });
    }
  }
}

/** Sets `lockstep.since`, and changes no other byte. */
function withSince(path: string, text: string, since: string | Record<string, string>): string {
  parseJsonObject(text, path);
  const top = locateObject(text);
  const format = { indent: /\n([ \t]+)"/.exec(text)?.[1] ?? '  ', newline: text.includes('\r\n') ? '\r\n' : '\n' };
  const lockstep = top.children.find((member) => member.key === 'lockstep');
  if (lockstep === undefined) {
    const member = { key: 'lockstep', value: { since } };
    return applyInsertions(text, [insertMembers(text, top, top.children.length - 1, [member], format)]);
  }
  const object = lockstep.value;
  if (object.kind !== 'object') {
    throw new LockstepError(`${path}: lockstep must be an object.`, { path, fix: 'Make it { }, or take it out.' });
  }
  const old = object.children.find((member) => member.key === 'since');
  if (old === undefined) {
    return applyInsertions(text, [
      insertMembers(text, object, object.children.length - 1, [{ key: 'since', value: since }], format),
    ]);
  }
  const value = JSON.stringify(since);
  return `${text.slice(0, old.start)}"since": ${value}${text.slice(old.end)}`;
}

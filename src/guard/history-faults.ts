import type { Finding } from '../finding.js';
import { headOf } from '../history/head.js';
import type { History } from '../history/history.js';
import { readNodes } from '../history/nodes.js';
import type { Project } from '../project/project.js';
import type { Settings } from '../project/settings.js';
import type { Tree } from '../repo/tree.js';
import { readContents } from './contents.js';
import { applyRules } from './rules/apply.js';

/**
 * What the rules say of a history by itself, without its schema and without a base branch: for commands that work on
 * it and do what can be done.
 */
export async function historyFaults(
  tree: Tree,
  project: Project,
  history: History,
  settings: Pick<Settings, 'rules'> & { sinceTag?: string | null },
): Promise<Finding[]> {
  const { nodes, malformed } = await readNodes(tree, history);
  const findings = applyRules(
    {
      tree,
      project,
      history: { ...history, malformed: [...history.malformed, ...malformed] },
      nodes,
      head: headOf(tree, history, nodes),
      standing: { kind: 'lockstep' },
      published: null,
      ...(await readContents(tree, history, nodes, null)),
      since: settings.sinceTag ?? null,
      now: Date.now(),
      commands: {
        generate: 'lockstep generate',
        lockstep: (name) => `lockstep ${name}`,
        addMigrations: null,
        addSchema: null,
        unstageMigrations: '',
      },
    },
    settings,
  );
  return findings.filter(({ rule }) => rule.startsWith('history/'));
}

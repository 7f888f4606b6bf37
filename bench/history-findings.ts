import type { Finding } from '../src/finding.js';
import { readContents } from '../src/guard/contents.js';
import { readPublished } from '../src/guard/published.js';
import { applyRules } from '../src/guard/rules/apply.js';
import { headOf } from '../src/history/head.js';
import { readNodes } from '../src/history/nodes.js';
import { readHistory } from '../src/history/read.js';
import type { Dialect } from '../src/project/dialects.js';
import { readCommitTree } from '../src/repo/git-tree.js';

/** What the rules say of the history in `drizzle/` of a commit, where there is no schema to compare it with. */
export async function historyFindings(
  top: string,
  commit: string,
  base: string | null,
  dialect: Dialect,
  now: number,
): Promise<Finding[]> {
  const config = 'drizzle.config.ts';
  const project = { config, configInputs: [config], folder: '', dialect, schema: ['src/schema'], out: 'drizzle' };
  const tree = await readCommitTree({ top }, commit);
  const published = base === null ? null : await readPublished({ top }, base, { ...project, casing: undefined });
  try {
    const history = await readHistory(tree, 'drizzle');
    const { nodes, malformed } = await readNodes(tree, history);
    const subject = {
      tree,
      project: { ...project, casing: undefined },
      history: { ...history, malformed: [...history.malformed, ...malformed] },
      nodes,
      head: headOf(tree, history, nodes),
      standing: { kind: 'lockstep' as const },
      published,
      ...(await readContents(tree, history, nodes, published)),
      since: null,
      now,
      commands: {
        generate: 'lockstep generate',
        lockstep: (name: string) => `lockstep ${name}`,
        addMigrations: null,
        addSchema: null,
        unstageMigrations: '',
      },
    };
    return applyRules(subject, { rules: {} });
  } finally {
    tree.close();
    published?.tree.close();
  }
}

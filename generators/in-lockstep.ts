import { LockstepError } from '../src/errors.js';
import { headOf, type State, whyNotComparable } from '../src/history/head.js';
import type { History } from '../src/history/history.js';
import { readNodes } from '../src/history/nodes.js';
import type { FoundProject } from '../src/project/find.js';
import { requireKit } from '../src/project/kit.js';
import { compareSchema } from '../src/schema/compare.js';

/**
 * The newest snapshot of a project that is in lockstep.
 *
 * @param why what would happen otherwise, as the end of a sentence.
 * @throws LockstepError (exit 1) when it is not, or cannot be compared.
 */
export async function requireLockstep(found: FoundProject, history: History, why: string): Promise<State> {
  const head = await readHead(found, history);
  const before = await compareSchema(found.tree, found.project, head);
  if (before.kind === 'equal') return head;
  throw new LockstepError(
    before.kind === 'unreadable'
      ? `The schema cannot be evaluated: ${before.message}`
      : `Schema and migrations are not in lockstep, so ${why}.`,
    { exitCode: 1, fix: before.kind === 'unreadable' ? 'Mend that first.' : 'lockstep generate' },
  );
}

/** The newest snapshot. Throws a LockstepError (exit 1) for one that cannot be compared. */
export async function readHead({ tree, dialect, root }: FoundProject, history: History): Promise<State> {
  const { line } = requireKit(root);
  const { nodes } = await readNodes(tree, history);
  const head = headOf(tree, history, nodes);
  const why = whyNotComparable(history, nodes, head, dialect, line);
  if (why === null) return head.read();
  throw new LockstepError(`The newest snapshot cannot be compared: ${why}.`, {
    exitCode: 1,
    ...(head.path === null ? {} : { path: head.path }),
    fix: 'drizzle-kit up',
  });
}

import { LockstepError } from '../../errors.js';
import type { Repository } from '../../repo/git.js';
import { resolveCommit } from '../../repo/git-tree.js';
import {
  branchesAt,
  commitsAhead,
  currentBranch,
  defaultBranch,
  isAncestor,
  mergeBase,
  type Operation,
} from '../../repo/operation.js';
import { baseOf } from '../published.js';

/** Which history stays as it is, and which migrations are re-created on top of it. */
export interface Sides {
  /** The commit whose migrations stay. */
  base: { commit: string; name: string };
  /** Where this branch's migrations are read: a commit, or what is staged. */
  own: { commit: string; name: string } | null;
  /** The commit that this branch's migrations are counted from; `null` when the two have nothing in common. */
  from: string | null;
  /** One commit is applied again on top of HEAD, rather than two branches brought together. */
  isReplay: boolean;
  /** The working tree holds the schema of both sides, or will once its conflicts are resolved. */
  hasBothSchemas: boolean;
}

/**
 * Finds the two sides. In the middle of a merge the side that is on the base branch, or nearer to it, stays; in the
 * middle of a rebase or a cherry-pick what lies at HEAD already. Otherwise the base branch stays, or `onto`.
 *
 * @param configured the base branch that the settings name.
 * @throws LockstepError (exit 2) when no base is known.
 */
export async function findSides(
  repository: Repository,
  operation: Operation,
  onto: string | undefined,
  configured: string | undefined,
): Promise<Sides> {
  if (operation.kind === 'none') return besideBase(repository, onto, configured);
  const head = await resolveCommit(repository, 'HEAD');
  if (operation.kind === 'merge') {
    const { other } = operation;
    const stays = await stayingSide(repository, head, other, onto, configured);
    const [base, own] = stays === 'HEAD' ? [head, other] : [other, head];
    return {
      base: await named(repository, base),
      own: await named(repository, own),
      from: await mergeBase(repository, base, own),
      isReplay: false,
      hasBothSchemas: true,
    };
  }
  if (onto !== undefined && !(await isAncestor(repository, await resolveCommit(repository, onto), head))) {
    throw new LockstepError(
      `A ${operation.kind} onto something else than ${onto} is under way: its commits go onto HEAD.`,
      {
        fix: 'Run lockstep rebase without --onto.',
      },
    );
  }
  const { commit } = operation;
  // Earlier commits of the branch have been re-created already: only what this one adds is left to do.
  const from = await resolveCommit(repository, `${commit}^`).catch(() => null);
  return {
    base: await named(repository, head),
    own: await named(repository, commit),
    from,
    isReplay: true,
    hasBothSchemas: true,
  };
}

async function besideBase(
  repository: Repository,
  onto: string | undefined,
  configured: string | undefined,
): Promise<Sides> {
  const name = onto ?? (await baseOf(repository, configured, true));
  if (name === null) {
    throw new LockstepError('No base branch is known whose migrations would stay as they are.', {
      fix: 'Name it: lockstep rebase --onto main. Or set lockstep.base in package.json.',
    });
  }
  const commit = await resolveCommit(repository, name);
  const from = await mergeBase(repository, commit, 'HEAD');
  return {
    base: { commit, name: shortName(name) },
    own: null,
    from,
    isReplay: false,
    hasBothSchemas: from === commit,
  };
}

async function stayingSide(
  repository: Repository,
  head: string,
  other: string,
  onto: string | undefined,
  configured: string | undefined,
): Promise<'HEAD' | 'other'> {
  if (onto !== undefined) {
    const commit = await resolveCommit(repository, onto);
    const [inHead, inOther] = await Promise.all([
      isAncestor(repository, commit, head),
      isAncestor(repository, commit, other),
    ]);
    if (inHead !== inOther) return inHead ? 'HEAD' : 'other';
    throw new LockstepError(`${onto} is ${inHead ? 'on both sides' : 'on neither side'} of the merge under way.`, {
      fix: `Name the side whose migrations stay: --onto HEAD or --onto ${(await named(repository, other)).name}`,
    });
  }
  const base = await baseOf(repository, configured, true);
  const name =
    shortName(base ?? configured ?? '').replace(/^origin\/(?:HEAD$)?/, '') || (await defaultBranch(repository));
  if (name !== null && (await currentBranch(repository)) === name) return 'HEAD';
  if (name !== null && (await branchesAt(repository, other)).some((at) => at === name || at.endsWith(`/${name}`))) {
    return 'other';
  }
  if (base === null) return 'other';
  const [own, others] = await Promise.all([
    commitsAhead(repository, base, head),
    commitsAhead(repository, base, other),
  ]);
  // As near as each other: what comes from elsewhere is the side that others have.
  return own < others ? 'HEAD' : 'other';
}

async function named(repository: Repository, commit: string): Promise<{ commit: string; name: string }> {
  const [branch] = (await branchesAt(repository, commit)).filter((name) => name !== 'origin/HEAD' && name !== 'origin');
  return { commit, name: branch ?? commit.slice(0, 9) };
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, '');
}

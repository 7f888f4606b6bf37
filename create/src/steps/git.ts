import { runCommand } from '../../../src/project/run-command.js';
import { runGit } from '../../../src/repo/git.js';
import type { Context, StepResult } from '../context.js';

export const firstCommit = 'Start with drizzle-lockstep';

/** Makes the repository. Before the installation: husky sets the hooks up in the repository that it finds. */
export async function makeRepository(
  context: Pick<Context, 'root' | 'surroundings' | 'done' | 'failures'>,
): Promise<StepResult> {
  const { root, surroundings, done, failures } = context;
  if (!surroundings.git || surroundings.repository !== null) return undefined;
  const init = await runGit(root, ['init', '--quiet']);
  // `git init -b` is younger than some gits that are still in use; this works on all of them.
  const head = init.code === 0 ? await runGit(root, ['symbolic-ref', 'HEAD', 'refs/heads/main']) : init;
  done.repository = head.code === 0;
  if (!done.repository) failures.push({ message: 'git init failed.', output: head.stderr.trim(), fix: 'git init' });
  return undefined;
}

/** Makes the first commit, through the hook: what was generated keeps its own promise. */
export async function commit(
  context: Pick<Context, 'root' | 'policy' | 'surroundings' | 'done' | 'failures' | 'notes' | 'terminal' | 'signal'>,
): Promise<StepResult> {
  const { root, policy, surroundings, done, failures, notes, terminal, signal } = context;
  if (!surroundings.git || !done.generated) return undefined;
  // Somebody's repository: when to commit, and on which branch, is theirs to say.
  const hasCommits = (await runGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD'])).code === 0;
  if (surroundings.subfolder !== '' || hasCommits) return undefined;
  if (policy === 'merge' || policy === 'force') {
    notes.push('The folder had files of its own, so what to commit is left to you.');
    return undefined;
  }
  if (!(await hasIdentity(root))) {
    notes.push(
      'git does not know who you are, so nothing is committed yet:\n' +
        '  git config --global user.name "Your Name"\n  git config --global user.email you@example.com',
    );
    return undefined;
  }
  const progress = terminal.progress('Making the first commit');
  try {
    const added = await runCommand(root, 'git', ['add', '--all'], { signal });
    const result = added.ok
      ? await runCommand(root, 'git', ['commit', '--quiet', '-m', firstCommit], { signal })
      : added;
    done.committed = result.ok;
    if (!result.ok) {
      failures.push({
        message: 'The first commit was refused.',
        output: result.output,
        fix: `git commit -m "${firstCommit}"`,
      });
    }
  } finally {
    progress.stop(done.committed ? 'The first commit is made.' : 'The first commit was not made.');
  }
  return undefined;
}

/** git makes a name up from the machine's when none is set; such a commit is nobody's. */
async function hasIdentity(root: string): Promise<boolean> {
  for (const who of ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT']) {
    if ((await runGit(root, ['-c', 'user.useConfigOnly=true', 'var', who])).code !== 0) return false;
  }
  return true;
}

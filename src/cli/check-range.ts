import { text } from 'node:stream/consumers';
import { LockstepError } from '../errors.js';
import type { CheckOptions } from '../guard/check.js';
import { checkCommits } from '../guard/range.js';
import { type Commit, commitsOf, type PushedRef, pushedCommits } from '../repo/commits.js';
import { type Repository, requireRepository } from '../repo/git.js';
import type { Io } from './command.js';
import type { CheckFlags } from './commands/check.js';
import { formatReport } from './formats/index.js';

/** Checks the commits of `--range`, or those that a push would bring. Returns the exit code. */
export async function checkRange(shared: Omit<CheckOptions, 'of'>, flags: CheckFlags, io: Io): Promise<number> {
  const repository = requireRepository(shared.root, flags.push ? '--push' : '--range');
  const commits = flags.push
    ? await beingPushed(repository, flags.remote)
    : await commitsOf(repository, flags.range ?? '', flags.firstParent);
  const tell = progress(io);
  const { report, looked } = await checkCommits(commits, shared, tell);
  tell(commits.length, commits.length);
  const hasFindings = report.projects.some((project) => project.findings.length > 0);
  const counted = `${commits.length} ${commits.length === 1 ? 'commit' : 'commits'} (${looked} that touch schema or migrations)`;
  // A push that holds is quiet.
  if (!flags.push || hasFindings || flags.format !== 'text') {
    io.out(await formatReport(report, flags.format, { checked: counted }));
  }
  return report.ok ? 0 : 1;
}

async function beingPushed(repository: Repository, remote: string | null): Promise<Commit[]> {
  if (process.stdin.isTTY) {
    throw new LockstepError('--push reads the refs being pushed from stdin, as git hands them to a pre-push hook.', {
      fix: 'To check commits by hand: lockstep check --range origin/main..HEAD',
    });
  }
  const refs: PushedRef[] = [];
  for (const line of (await text(process.stdin)).split('\n')) {
    const [, local, , there] = line.trim().split(' ');
    if (local !== undefined && there !== undefined) refs.push({ local, remote: there });
  }
  // Git gives a remote's URL for its name when the push names a URL.
  const isName = remote !== null && /^[\w.-]+$/.test(remote);
  return pushedCommits(repository, refs, isName ? remote : null);
}

/** A line on the terminal that says how far the check is, from one second on. */
function progress(io: Io): (done: number, of: number) => void {
  const started = Date.now();
  let shown = false;
  return (done, of) => {
    if (!process.stderr.isTTY || (!shown && Date.now() - started < 1000)) return;
    shown = true;
    io.err(done === of ? '\r\u001b[K' : `\rChecking commit ${done + 1} of ${of}…`);
  };
}

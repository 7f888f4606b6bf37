/** The refs that are the base branch where none is named: the remote's default branch, else the local one. */
export const usualBases = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

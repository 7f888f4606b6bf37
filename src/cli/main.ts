#!/usr/bin/env node
/** What a deployment runs. Bundled apart (scripts/build.mjs): it starts twice as fast as from the files of all commands. */
const atDeployment = ['migrate', 'rollback', 'status'];
/** So is the review: its rules are a hundred small files. */
const atReview = ['review'];

/** Loads what the command needs and nothing else: a commit waits for the hook, a deployment for its migrations. */
async function main(argv: string[]): Promise<number> {
  const [name = '', option] = argv;
  if (name === 'check' && option === '--staged' && argv.length === 2) {
    const { isQuietCommit } = await import('./quiet-commit.js');
    if (await isQuietCommit(process.cwd())) return 0;
  }
  if (atDeployment.includes(name)) return (await import('./deployment.js')).runDeployment(argv);
  if (atReview.includes(name)) return (await import('./reviewing.js')).runReviewing(argv);
  const [{ run }, { commands }] = await Promise.all([import('./run.js'), import('./commands/index.js')]);
  return run(argv, commands);
}

process.exitCode = await main(process.argv.slice(2));

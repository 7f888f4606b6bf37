import { join, posix, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { type Checked, type CheckOptions, check } from '../../guard/check.js';
import { rememberGood } from '../../guard/known-good.js';
import { globBase } from '../../guard/touched.js';
import { treeRoot } from '../../project/find.js';
import { isGlob } from '../../project/schema-files.js';
import { findRepository } from '../../repo/git.js';
import type { Command, Io } from '../command.js';
import { reportText } from '../report-text.js';

export const command: Command = {
  name: 'check',
  summary: 'Check that schema and migrations are in lockstep',
  help: `Checks that the schema files, evaluated, are exactly the schema that the migrations build.

Usage: lockstep check [--staged | --commit REV] [--config PATH] [--format text|json]

  --staged         check what the next commit would hold, not what lies in the working tree
  --commit REV     check a commit
  --config PATH    only this drizzle config (default: every one in the repository)
  --format FORMAT  text, or json: one object on stdout

Exit code: 0 in lockstep, 1 findings, 2 wrong usage or environment.

Examples:
  lockstep check                  the files as they are
  lockstep check --staged         in a pre-commit hook
  lockstep check --commit HEAD~1  the commit before the last
`,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: {
        staged: { type: 'boolean' },
        commit: { type: 'string' },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
      },
    });
    const { staged, commit, format } = values;
    if (format !== 'text' && format !== 'json') {
      throw new LockstepError(`--format ${format} is not known.`, { fix: 'Use --format text or --format json.' });
    }
    if (staged && commit !== undefined) {
      throw new LockstepError('--staged and --commit cannot be used together.', { fix: 'Choose one of them.' });
    }
    const root = treeRoot(io.cwd);
    const of: CheckOptions['of'] = staged
      ? { tree: 'index' }
      : commit === undefined
        ? { tree: 'working tree' }
        : { tree: 'commit', revision: commit };
    const config = values.config && relative(root, resolve(io.cwd, values.config)).split(sep).join('/');
    const checked = await check({
      root,
      of,
      config,
      now: Date.now(),
      evaluateConfig: async (tree, path) =>
        (await import('../../schema/evaluate-config.js')).evaluateConfig(tree, path),
    });
    if (staged && config === undefined) await remember(checked, root, io);
    const label = staged ? 'staged files' : commit === undefined ? 'working tree' : `commit ${commit}`;
    // The hook is quiet when all is well.
    if (format === 'json') io.out(`${JSON.stringify(checked.report, null, 2)}\n`);
    else if (!staged || checked.report.projects.some((project) => project.findings.length > 0)) {
      io.out(reportText(checked.report, label));
    }
    return checked.report.ok ? 0 : 1;
  },
};

async function remember({ allGood, projects, inputs }: Checked, root: string, io: Io): Promise<void> {
  const repository = findRepository(io.cwd);
  if (repository === null || !allGood) return;
  const paths = projects.flatMap((project) => [
    posix.join(project.folder, 'package.json'),
    project.out,
    ...project.schema.map((pattern) => (isGlob(pattern) ? globBase(pattern) : pattern)),
  ]);
  const folders = projects.map((project) => join(root, project.folder));
  await rememberGood(repository, io.cwd, folders, [...paths, ...inputs]);
}

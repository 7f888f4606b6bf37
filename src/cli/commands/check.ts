import { relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { type CheckOptions, check } from '../../guard/check.js';
import { treeRoot } from '../../project/find.js';
import type { Command } from '../command.js';
import { type Format, formatReport, formats } from '../formats/index.js';
import { remember } from '../remember.js';
import { reviewForCheck } from '../review/for-check.js';

const help = `Checks that the schema files, evaluated, are exactly the schema that the migrations build, and that the history is whole.

Usage: lockstep check [--staged | --commit REV | --range A..B | --push [REMOTE]] [OPTIONS]

  --staged         what the next commit would hold, not what lies in the working tree: for a pre-commit hook
  --commit REV     a commit
  --range A..B     every commit that B has and A has not, each on its own: for CI
  --push [REMOTE]  the commits being pushed, as git names them to a pre-push hook on stdin
  --first-parent   of a range, only the commits of the branch itself, not those that merges brought in
  --base REV       the branch whose migrations never change (default: the remote's default branch)
  --config PATH    only this drizzle config (default: every one in the repository)
  --adopt          hold the project to the rules from here on: sets lockstep.since in package.json to the last migration
  --format FORMAT  ${formats.join(', ')}

Exit code: 0 all holds, 1 findings, 2 wrong usage or environment.

Examples:
  lockstep check                              the files as they are
  lockstep check --staged                     in a pre-commit hook
  lockstep check --range origin/main..HEAD    in CI
  lockstep check --adopt                      in a project with an untidy past
`;

export const command: Command = {
  name: 'check',
  summary: 'Check that schema and migrations are in lockstep',
  help,
  async run(argv, io) {
    const flags = readFlags(argv);
    const root = treeRoot(io.cwd);
    const shared: Omit<CheckOptions, 'of'> = {
      root,
      config: flags.config && relative(root, resolve(io.cwd, flags.config)).split(sep).join('/'),
      base: flags.base,
      now: Date.now(),
      evaluateConfig: async (tree, path) =>
        (await import('../../schema/evaluate-config.js')).evaluateConfig(tree, path),
      review: reviewForCheck(),
    };
    if (flags.adopt) return (await import('../adopt.js')).adopt(shared, flags.format, io);
    if (flags.range !== undefined || flags.push) {
      const { checkRange } = await import('../check-range.js');
      return checkRange(shared, flags, io);
    }
    const of: CheckOptions['of'] = flags.staged
      ? { tree: 'index' }
      : flags.commit === undefined
        ? { tree: 'working tree' }
        : { tree: 'commit', revision: flags.commit };
    const checked = await check({ ...shared, of });
    if (flags.staged && flags.config === undefined && flags.base === undefined)
      await remember(checked, root, [io.cwd], 'index');
    const label = flags.staged
      ? 'staged files'
      : flags.commit === undefined
        ? 'working tree'
        : `commit ${flags.commit}`;
    // The hook is quiet when all is well.
    const isQuiet =
      flags.staged &&
      flags.format === 'text' &&
      !checked.report.projects.some(({ findings }) => findings.some(({ approved }) => approved === undefined));
    if (!isQuiet) io.out(await formatReport(checked.report, flags.format, { checked: label }));
    return checked.report.ok ? 0 : 1;
  },
};

/** The flags of the command, checked. */
export interface CheckFlags {
  staged: boolean;
  commit: string | undefined;
  range: string | undefined;
  push: boolean;
  /** Of `--push`: the remote's name and URL, as git hands them to the hook. */
  remote: string | null;
  firstParent: boolean;
  base: string | undefined;
  config: string | undefined;
  adopt: boolean;
  format: Format;
}

function readFlags(argv: string[]): CheckFlags {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      staged: { type: 'boolean', default: false },
      commit: { type: 'string' },
      range: { type: 'string' },
      push: { type: 'boolean', default: false },
      'first-parent': { type: 'boolean', default: false },
      base: { type: 'string' },
      config: { type: 'string' },
      adopt: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
    },
  });
  const { staged, commit, range, push, base, config, adopt } = values;
  const format = formats.find((name) => name === values.format);
  if (format === undefined) {
    throw new LockstepError(`--format ${values.format} is not known.`, { fix: `Use one of: ${formats.join(', ')}.` });
  }
  const chosen = [
    staged && '--staged',
    commit !== undefined && '--commit',
    range !== undefined && '--range',
    push && '--push',
    adopt && '--adopt',
  ].filter(Boolean);
  if (chosen.length > 1) {
    throw new LockstepError(`${chosen.join(' and ')} cannot be used together.`, { fix: 'Choose one of them.' });
  }
  const [stray] = push ? [] : positionals;
  if (stray !== undefined) {
    throw new LockstepError(`lockstep check takes no argument ${JSON.stringify(stray)}.`, {
      fix: 'lockstep check --help',
    });
  }
  const firstParent = values['first-parent'];
  return { staged, commit, range, push, remote: positionals[0] ?? null, firstParent, base, config, adopt, format };
}

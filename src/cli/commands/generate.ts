import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Interrupted, LockstepError } from '../../errors.js';
import { check } from '../../guard/check.js';
import type { Migration } from '../../history/history.js';
import { readHistory } from '../../history/read.js';
import { typedCommand } from '../../project/commands.js';
import type { EvaluateConfig } from '../../project/discover.js';
import type { FoundProject } from '../../project/find.js';
import { requireKit } from '../../project/kit.js';
import { type DownFile, makeDownFile } from '../../rollback/write-down.js';
import type { Command, Io } from '../command.js';
import { findProject } from '../find-project.js';
import { remember } from '../remember.js';
import { reportText } from '../report-text.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'generate',
  summary: 'Generate the migration, its snapshot and its down file',
  help: `Runs drizzle-kit generate, looks at what it wrote, and writes the down file that undoes it.

Usage: lockstep generate [--name NAME] [--custom] [--config PATH] [--format text|json]

  --name NAME      the migration's name: add_orders makes 0001_add_orders.sql
  --custom         an empty migration for SQL of your own
  --config PATH    the drizzle config, where there are several
  --format FORMAT  text, or json: one object on stdout

Exit code: 0 only when schema and migrations are in lockstep afterwards, 1 when they are not, 2 wrong usage.

Examples:
  lockstep generate --name add_orders
  lockstep generate --custom --name backfill_totals
`,
  async run(argv, io) {
    const options = readOptions(argv);
    const project = await findProject(io.cwd, { config: options.config });
    const { kit } = requireKit(project.root);
    const before = await readHistory(project.tree, project.project.out);
    const known = new Set(before.migrations.map((migration) => migration.tag));

    const code = await runKit(join(kit.folder, 'bin.cjs'), project, options);
    // Its exit code proves nothing (0.31.11 exits 0 when it could not ask about a rename): what it wrote does.
    const history = await readHistory(project.tree, project.project.out);
    const added = history.migrations.filter((migration) => !known.has(migration.tag));
    const downs: DownFile[] = [];
    for (const migration of added) {
      const down = await makeDownFile(project.tree, project.project, history, migration, today());
      if (!project.tree.isFile(down.path)) writeFileSync(join(project.tree.root, down.path), down.text, { flag: 'wx' });
      downs.push(down);
    }
    if (code !== 0) {
      throw new LockstepError(`drizzle-kit generate failed with exit code ${code}.`, {
        exitCode: 1,
        fix: 'Mend what it says above and run it again.',
      });
    }
    const { evaluateConfig } = await import('../../schema/evaluate-config.js');
    const { report } = await check({
      root: project.tree.root,
      of: { tree: 'working tree' },
      now: Date.now(),
      config: project.project.config,
      evaluateConfig,
    });
    if (report.ok) await rememberForTheHook(project, evaluateConfig);
    const written = {
      migrations: added.map((migration, at) => ({
        tag: migration.tag,
        up: migration.sql,
        down: downs[at]?.path,
        reversible: downs[at]?.reversible.kind,
      })),
    };
    if (options.format === 'json') io.out(`${JSON.stringify({ ...report, ...written }, null, 2)}\n`);
    else if (!report.ok) io.out(`\n${reportText(report, 'working tree')}${io.interactive ? '' : noTerminal}`);
    else await tell(project, added, downs, options.custom, io);
    return report.ok ? 0 : 1;
  },
};

/** Once everything is added, the commit hook need not look again. */
async function rememberForTheHook(project: FoundProject, evaluateConfig: EvaluateConfig): Promise<void> {
  const { root } = project.tree;
  try {
    const all = await check({ root, of: { tree: 'working tree' }, now: Date.now(), evaluateConfig });
    await remember(all, root, [root, project.root], 'working tree');
  } catch (error) {
    // Another project of the repository cannot be checked here: the hook will look at this one again, and that is all.
    if (!(error instanceof LockstepError)) throw error;
  }
}

const noTerminal = `drizzle-kit asks about renames and needs a terminal for it: if it did not write the migration, run lockstep generate in one.\n`;

interface Options {
  name: string | undefined;
  custom: boolean;
  config: string | undefined;
  format: 'text' | 'json';
}

function readOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      name: { type: 'string' },
      custom: { type: 'boolean', default: false },
      config: { type: 'string' },
      format: { type: 'string', default: 'text' },
    },
  });
  const { name, format } = values;
  if (format !== 'text' && format !== 'json') {
    throw new LockstepError(`--format ${format} is not known.`, { fix: 'Use --format text or --format json.' });
  }
  if (name !== undefined && !/^[A-Za-z0-9][\w-]{0,99}$/.test(name)) {
    throw new LockstepError(`--name ${JSON.stringify(name)} cannot be part of a file name.`, {
      fix: 'Use up to 100 letters, digits, _ and -: --name add_orders',
    });
  }
  return { name, custom: values.custom, config: values.config, format };
}

/** Runs the installed drizzle-kit with the terminal passed through: it asks about renames. Returns its exit code. */
function runKit(bin: string, project: FoundProject, options: Options): Promise<number> {
  const args = [bin, 'generate', `--config=${project.configPath}`];
  if (options.name !== undefined) args.push(`--name=${options.name}`);
  if (options.custom) args.push('--custom');
  return new Promise((resolve, reject) => {
    // With --format json stdout is one object: what drizzle-kit prints goes to stderr.
    const stdout = options.format === 'json' ? process.stderr : 'inherit';
    const child = spawn(process.execPath, args, { cwd: project.root, stdio: ['inherit', stdout, 'inherit'] });
    child.on('error', reject);
    child.on('close', (code, signal) => (signal === 'SIGINT' ? reject(new Interrupted()) : resolve(code ?? 1)));
  });
}

async function tell(
  project: FoundProject,
  added: Migration[],
  downs: DownFile[],
  custom: boolean,
  io: Io,
): Promise<void> {
  if (added.length === 0) {
    io.out(`${style('green', '✓', process.stdout)} Schema and migrations are in lockstep: nothing to generate.\n`);
    return;
  }
  for (const [at, migration] of added.entries()) {
    const down = downs[at];
    io.out(`\n${style('green', '✓', process.stdout)} ${migration.sql}\n`);
    if (down) io.out(`${style('green', '✓', process.stdout)} ${down.path}  (reversible: ${down.reversible.kind})\n`);
    if (down?.reversible.kind === 'no')
      io.out(`  ${style('yellow', `Write its SQL by hand: ${down.reversible.reason}.`, process.stdout)}\n`);
  }
  const migrate = await typedCommand(project.root, 'db:migrate', 'drizzle-kit migrate');
  // Applied while it is empty, it would never be applied again.
  const first = custom ? 'Write the SQL of both files' : 'Read the SQL';
  io.out(
    `\n${first}, then: ${style('cyan', migrate, process.stdout)}\nCommit the schema, the migration and its down file together.\n`,
  );
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

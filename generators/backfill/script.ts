import { posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import { moduleEnding } from '../columns/specifier.js';
import { isCovered } from '../table/place.js';
import type { BackfillAnswers } from './answers.js';
import { type Client, findClient } from './client.js';
import type { Decided } from './decide.js';
import { definition } from './definition.js';
import { nextRequired } from './migration.js';
import { testChange } from './test.js';

/** Where the files of a backfill lie, and how they name each other. */
export interface Home {
  folder: string;
  client: Client;
  /** Of relative imports: `.js`, `.ts`, or nothing. */
  ending: '' | '.js' | '.ts';
  /** How one runs a backfill, without its name. */
  command: string;
}

const dialectNames = {
  postgresql: { core: 'drizzle-orm/pg-core', anyColumn: 'AnyPgColumn', anyTable: 'PgTable' },
  sqlite: { core: 'drizzle-orm/sqlite-core', anyColumn: 'AnySQLiteColumn', anyTable: 'SQLiteTable' },
  mysql: { core: 'drizzle-orm/mysql-core', anyColumn: 'AnyMySqlColumn', anyTable: 'MySqlTable' },
};

/** A backfill as a script: its own file, its test, and what runs it where that is not there yet. */
export async function planScript(decided: Decided, answers: BackfillAnswers, context: GeneratorContext): Promise<Plan> {
  const client = findClient(answers.client, context);
  const folder = answers.folder ?? posix.join(posix.dirname(client.path), 'backfills');
  const path = posix.join(folder, `${decided.name}.ts`);
  checkFolder(folder, path, decided, context);
  const endings = { none: '', js: '.js', own: '.ts' } as const;
  const home: Home = {
    folder,
    client,
    ending: endings[moduleEnding(decided.schema.files, context)],
    command: await runCommand(posix.join(folder, 'run.ts'), context),
  };
  const test = testChange(decided, home, context);
  const changes: FileChange[] = [
    { path, kind: 'create', before: null, after: definition(decided, answers, home, context) },
    ...machinery(home, context),
    ...(test.change === null ? [] : [test.change]),
  ];
  return {
    root: context.root,
    changes,
    nextSteps: [
      ...(hasPackage('tsx', context) || home.command.startsWith('bun ') ? [] : ['npm install --save-dev tsx']),
      ...(test.why === null ? [] : [`No test was written: ${test.why}`]),
      ...test.notes,
      `${home.command} ${decided.name} --dry-run`,
      `${home.command} ${decided.name}   # on every database, when the migration with the column and the code that writes it are deployed`,
      ...(decided.notUndone === null
        ? [`${home.command} ${decided.name} --down   # takes it back`]
        : [`It is not undone: ${decided.notUndone}`]),
      ...(decided.column.isRequired ? [] : [nextRequired(decided.column, context)]),
    ],
  };
}

/** What runs backfills is the same for all of them; where it is there already, it is left as it is. */
function machinery(
  { folder, client, ending, command }: Home,
  { render, read, project }: GeneratorContext,
): FileChange[] {
  const { driver, name, closer } = client;
  const relative = posix.relative(folder, client.path.replace(/\.[cm]?[jt]s$/, ''));
  const extension = ending === '.ts' ? posix.extname(client.path) : ending;
  const values = {
    ...dialectNames[project.dialect],
    client: name,
    clientImport: `${relative.startsWith('.') ? relative : `./${relative}`}${extension}`,
    apply: driver.apply,
    sync: driver.isSync,
    ending,
    command,
    imported: [name, ...(closer === null ? [] : [closer])].sort().join(', '),
    close: closer !== null ? `${closer}()` : driver.close === null ? '' : `${name}.$client.${driver.close}()`,
  };
  return [
    ['run.ts', 'backfill/run.ts.hbs'],
    ['batches.ts', 'backfill/batches.ts.hbs'],
    ['positions.ts', `backfill/positions/${project.dialect}.ts.hbs`],
  ].flatMap(([file = '', template = '']): FileChange[] => {
    const path = posix.join(folder, file);
    if (read(path) !== null) return [];
    return [{ path, kind: 'create', before: null, after: render(template, values) }];
  });
}

/** drizzle-kit evaluates every file of the schema, and takes the migrations folder for its own. */
function checkFolder(folder: string, path: string, { name, schema }: Decided, context: GeneratorContext): void {
  const { out } = context.project;
  if (isCovered(path, schema) || `${folder}/`.startsWith(`${out}/`)) {
    throw new LockstepError(
      `${folder} belongs to ${isCovered(path, schema) ? 'the schema' : 'the migrations'} of the drizzle config.`,
      {
        fix: 'Choose a folder beside it: --folder src/backfills',
      },
    );
  }
  if (['run', 'batches', 'positions'].includes(name)) {
    throw new LockstepError(`${name}.ts is what runs backfills.`, { fix: 'Choose another --name.' });
  }
  if (context.read(path) !== null) {
    throw new LockstepError(`There is a backfill ${name} already.`, {
      path,
      fix: `Choose another name: --name ${name}_2`,
    });
  }
}

/** The way of `db:seed`: tsx, and Bun by itself. */
async function runCommand(path: string, context: GeneratorContext): Promise<string> {
  const command = await context.command(`tsx ${path}`);
  return command.startsWith('bun') && !hasPackage('tsx', context) ? `bun ${path}` : command;
}

export function hasPackage(name: string, { read }: GeneratorContext): boolean {
  return (read('package.json') ?? '').includes(`"${name}":`);
}

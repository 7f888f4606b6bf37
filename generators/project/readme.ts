import type { Driver } from '../../src/project/drivers.js';
import type { ProjectAnswers } from './answers.js';
import type { ProjectFile } from './file.js';
import type { Layout } from './layout.js';
import { packageManagerCommands } from './package-managers.js';

/** Where a migration is proven. */
const proofOn = {
  postgresql: 'PostgreSQL inside the process (PGlite); no database of yours is touched',
  sqlite: 'an SQLite inside the process; no database of yours is touched',
  mysql: 'databases made for it on the server of `LOCKSTEP_PROOF_URL` in `.env`, and dropped again',
};

/** The README: from a clone to a committed change of the schema, in one screen. */
export function readmeFile(answers: ProjectAnswers, driver: Driver, layout: Layout): ProjectFile {
  const { install, run, runWith, exec } = packageManagerCommands[answers.pm];
  const values = {
    name: answers.name,
    driverLabel: driver.label,
    hooks: answers.hooks,
    mustConfigure: driver.defaultUrl === null,
    hasService: driver.service !== null,
    check: run('db:check'),
    plop: exec('plop'),
    down: run('db:down'),
    prove: run('db:prove'),
    proof: proofOn[answers.dialect],
    proofNeedsServer: answers.dialect === 'mysql',
    proofIsSet: driver.service === 'mysql',
    schema: layout.schema,
    out: layout.out,
    database: layout.database,
    start: withNotes([
      [install, ''],
      ...(driver.service === null ? [] : [step(run('db:up'), 'the server of compose.yaml')]),
      [run('db:migrate'), `every migration that is not applied yet${driver.defaultUrl === null ? '' : ', on .data/'}`],
      [run('db:seed'), 'a few rows; can be run again'],
      [run('test'), ''],
    ]),
    change: withNotes([
      [runWith('db:new', 'table orders total:numeric:10,2'), `or edit ${layout.schema} by hand`],
      [
        runWith('db:generate', '--name add_orders'),
        `writes the migration to ${layout.out}/, and what undoes it: read both`,
      ],
      [run('db:migrate'), ''],
      [`git add ${layout.schema} ${layout.out}`, ''],
      ['git commit -m "Add orders"', ''],
    ]),
    commands: [
      { command: run('db:new'), does: 'changes the schema with a generator' },
      {
        command: run('db:generate'),
        does: 'writes the migration for what was changed and its down file, and proves them',
      },
      { command: run('db:check'), does: 'compares the schema with what the migrations build' },
      { command: run('db:down'), does: 'writes down files that are missing, or were made for other SQL' },
      { command: run('db:prove'), does: 'runs up, down and up again on tables with rows' },
      { command: run('db:review'), does: 'says what the migrations destroy, lock, or fail on' },
      { command: run('db:migrate'), does: 'applies the migrations, one migrator at a time' },
      { command: run('db:rollback'), does: 'undoes the newest by its down file; says first what would be lost' },
      { command: run('db:status'), does: 'says which migrations the database has' },
      { command: run('db:drift'), does: 'compares the database with what its migrations build' },
      { command: run('db:seed'), does: 'adds the first rows' },
      { command: run('db:studio'), does: 'shows the rows in a browser' },
      {
        command: run('db:push'),
        does: 'changes a database of this machine without a migration, for trials; refuses any other',
      },
      { command: run('db:pull'), does: `writes a schema from an existing database into \`${layout.out}/\`` },
      { command: run('test'), does: 'runs the tests on a real database' },
      { command: run('format'), does: 'formats and lints with Biome' },
    ],
  };
  return { path: 'README.md', template: 'shared/README.md.hbs', values };
}

function step(command: string, note: string): [string, string] {
  return [command, note];
}

/** Commands with their notes, one under the other. */
function withNotes(lines: [command: string, note: string][]): string[] {
  const width = Math.max(...lines.filter(([, note]) => note !== '').map(([command]) => command.length));
  return lines.map(([command, note]) => (note === '' ? command : `${command.padEnd(width)}  # ${note}`));
}

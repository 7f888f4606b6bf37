import type { Driver } from '../../src/project/drivers.js';
import type { ProjectAnswers } from '../project/answers.js';
import type { ProjectFile } from '../project/file.js';
import type { Layout } from '../project/layout.js';
import { packageManagerCommands } from '../project/package-managers.js';

const dialectLabels = { postgresql: 'PostgreSQL', sqlite: 'SQLite', mysql: 'MySQL' };

/** What a coding agent has to know to change the database of this very project: its paths, commands and dialect. */
export function agentFiles(answers: ProjectAnswers, driver: Driver, layout: Layout): ProjectFile[] {
  if (!answers.agents.includes('agents-md')) return [];
  const { run, runWith, exec } = packageManagerCommands[answers.pm];
  const values = {
    name: answers.name,
    dialectLabel: dialectLabels[answers.dialect],
    driver: driver.name,
    driverLabel: driver.label,
    schema: layout.schema,
    schemaIsFolder: !layout.schemaIsFile,
    out: layout.out,
    dataFolder: driver.defaultUrl !== null,
    hasService: driver.service !== null,
    newTable: runWith('db:new', 'table orders user:references:users total:numeric:10,2:required'),
    renameColumn: runWith('db:new', 'rename-column TABLE OLD NEW'),
    generate: run('db:generate'),
    generateNamed: runWith('db:generate', '--name add_orders'),
    generateCustom: runWith('db:generate', '--custom --name fill_totals'),
    check: run('db:check'),
    down: run('db:down'),
    prove: run('db:prove'),
    needsProofServer: answers.dialect === 'mysql',
    migrate: run('db:migrate'),
    push: run('db:push'),
    studio: run('db:studio'),
    dbUp: run('db:up'),
    rebase: exec('lockstep rebase'),
    test: run('test'),
  };
  return [{ path: 'AGENTS.md', template: 'agents/AGENTS.md.hbs', values }];
}

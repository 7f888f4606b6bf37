import type { Driver } from '../../src/project/drivers.js';
import type { ProjectAnswers } from '../project/answers.js';
import type { Layout } from '../project/layout.js';
import { agentCommands } from './commands.js';
import type { AgentFacts } from './facts.js';

/** The facts of a project that is about to be made. */
export function factsOfAnswers(answers: ProjectAnswers, driver: Driver, layout: Layout): AgentFacts {
  return {
    name: answers.name,
    dialect: answers.dialect,
    driver: driver.label,
    config: 'drizzle.config.ts',
    schema: [layout.schema],
    schemaIsFolder: !layout.schemaIsFile,
    out: layout.out,
    // What the table of versions installs.
    line: 'journal',
    subfolder: answers.subfolder,
    baseBranch: 'main',
    commands: agentCommands(answers.pm, {
      new: 'db:new',
      generate: 'db:generate',
      check: 'db:check',
      down: 'db:down',
      prove: 'db:prove',
      review: 'db:review',
      migrate: 'db:migrate',
      rollback: 'db:rollback',
      status: 'db:status',
      drift: 'db:drift',
      studio: 'db:studio',
      typecheck: 'typecheck',
      test: 'test',
      push: 'db:push',
      ...(driver.service === null ? {} : { serverUp: 'db:up' }),
    }),
    migratesInLockstep: true,
    database: {
      variable: 'DATABASE_URL',
      localByDefault: driver.defaultUrl !== null,
      folder: driver.defaultUrl === null ? null : '.data',
      oneProcess: driver.name === 'pglite',
      envExample: true,
    },
  };
}

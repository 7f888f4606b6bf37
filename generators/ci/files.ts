import type { Driver } from '../../src/project/drivers.js';
import type { ProjectAnswers } from '../project/answers.js';
import type { ProjectFile } from '../project/file.js';
import { packageManagerCommands } from '../project/package-managers.js';

export const workflowPath = '.github/workflows/database.yml';

/**
 * The workflow that checks every push: schema against migrations, whether each down file undoes its migration, then all
 * migrations on an empty database.
 */
export function ciFiles(answers: ProjectAnswers, driver: Driver): ProjectFile[] {
  if (answers.ci === 'none') return [];
  const { cleanInstall, run, runWith } = packageManagerCommands[answers.pm];
  const values = {
    subfolder: answers.subfolder,
    pm: answers.pm,
    service: driver.service ?? '',
    databaseUrl: driver.env[0]?.example ?? '',
    // MySQL has no engine that runs inside the process: the workflow's server proves, where it has one.
    proofUrl:
      answers.dialect === 'mysql' ? (driver.env.find(({ name }) => name === 'LOCKSTEP_PROOF_URL')?.example ?? '') : '',
    proves: answers.dialect !== 'mysql' || driver.service !== null,
    prove: runWith('db:prove', '--format github'),
    nodeMajor: Number.parseInt(answers.nodeVersion.replace(/^v/, ''), 10),
    // A service in the cloud has no empty database to offer without a secret.
    migrates: driver.embedded || driver.service !== null || driver.defaultUrl !== null,
    cleanInstall,
    // GitHub sets the name of the branch that a pull request goes to; a push to that branch has none.
    checkPullRequest: runWith('db:check', '--range "origin/$GITHUB_BASE_REF..HEAD" --format github'),
    checkPush: runWith('db:check', '--commit HEAD --format github'),
    lint: run('lint'),
    typecheck: run('typecheck'),
    migrate: run('db:migrate'),
    test: run('test'),
  };
  return [{ path: workflowPath, template: 'ci/database.yml.hbs', values }];
}

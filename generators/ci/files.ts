import type { Driver } from '../../src/project/drivers.js';
import type { ProjectAnswers } from '../project/answers.js';
import type { ProjectFile } from '../project/file.js';
import { packageManagerCommands } from '../project/package-managers.js';
import { reviewInSummary } from './review.js';

export const workflowPath = '.github/workflows/database.yml';

/** The address of the workflow's own server, as its template sets that up; none for what runs inside the process. */
const servers = {
  postgresql: { service: 'postgres', url: 'postgres://postgres:postgres@localhost:5432/app' },
  mysql: { service: 'mysql', url: 'mysql://root:root@localhost:3306/app' },
  sqlite: null,
};

/**
 * The workflow that checks every push: schema against migrations, whether each down file undoes its migration, then all
 * migrations on an empty database of a real server, and what that database is afterwards.
 */
export function ciFiles(answers: ProjectAnswers, driver: Driver): ProjectFile[] {
  if (answers.ci === 'none') return [];
  const { cleanInstall, run, runWith, runSilently } = packageManagerCommands[answers.pm];
  const server = driver.embedded ? null : servers[answers.dialect];
  // The client of a service in the cloud reaches no other server: the tests are left without an address then.
  const isOwnClient = driver.service !== null;
  const option = server === null || isOwnClient ? '' : `--url ${server.url}`;
  const onServer = (script: string, flags = ''): string => {
    const args = [flags, option].filter(Boolean).join(' ');
    return args === '' ? run(script) : runWith(script, args);
  };
  const values = {
    subfolder: answers.subfolder,
    pm: answers.pm,
    service: server?.service ?? '',
    environment: [
      ...(isOwnClient ? [{ name: 'DATABASE_URL', value: server?.url }] : []),
      // MySQL has no engine that runs inside the process: the workflow's server proves.
      ...(answers.dialect === 'mysql'
        ? [{ name: 'LOCKSTEP_PROOF_URL', value: 'mysql://root:root@localhost:3306' }]
        : []),
    ],
    prove: runWith('db:prove', '--format github'),
    nodeMajor: Number.parseInt(answers.nodeVersion.replace(/^v/, ''), 10),
    cleanInstall,
    // GitHub sets the name of the branch that a pull request goes to; a push to that branch has none.
    checkPullRequest: runWith('db:check', '--range "origin/$GITHUB_BASE_REF..HEAD" --format github'),
    review: reviewInSummary(runSilently, 'db:review'),
    checkPush: runWith('db:check', '--commit HEAD --format github'),
    lint: run('lint'),
    typecheck: run('typecheck'),
    migrate: onServer('db:migrate'),
    drift: onServer('db:drift'),
    status: onServer('db:status', '--strict'),
    test: run('test'),
  };
  return [{ path: workflowPath, template: 'ci/database.yml.hbs', values }];
}

import type { Driver } from '../../src/project/drivers.js';
import { ciFiles } from '../ci/files.js';
import { hookFiles } from '../hooks/files.js';
import type { ProjectAnswers } from './answers.js';
import { driverFiles } from './driver-files.js';
import type { ProjectFile } from './file.js';
import { importPath, type Layout } from './layout.js';
import { packageManagerCommands } from './package-managers.js';
import { readmeFile } from './readme.js';

/** Every file of the project except package.json, in the order in which a person reads them. */
export function projectFiles(answers: ProjectAnswers, driver: Driver, layout: Layout): ProjectFile[] {
  return [
    readmeFile(answers, driver, layout),
    ...databaseFiles(answers, driver, layout),
    ...testFiles(answers, driver, layout),
    ...toolFiles(answers, layout),
    ...environmentFiles(answers, driver, layout),
    ...(answers.hooks ? hookFiles(answers) : []),
    ...ciFiles(answers, driver),
  ];
}

function databaseFiles(answers: ProjectAnswers, driver: Driver, layout: Layout): ProjectFile[] {
  const { database, schema, schemaEntry, out } = layout;
  const files = driverFiles[driver.name];
  const client = `${database}/index.ts`;
  const schemaImport = importPath(client, schemaEntry);
  // Biome sorts imports: what lies further away first, then by name.
  const schemaLast = schemaImport > './url.js';
  return [
    {
      path: 'drizzle.config.ts',
      template: 'shared/drizzle.config.ts.hbs',
      values: {
        kitDialect: driver.kit.dialect,
        kitDriver: driver.kit.driver ?? '',
        authToken: driver.kit.authToken === true,
        urlImport: importPath('drizzle.config.ts', `${database}/url.ts`),
        schema,
        out,
      },
    },
    { path: layout.usersFile, template: `schema/${answers.dialect}/users.ts` },
    ...(layout.schemaIsFile ? [] : [{ path: schemaEntry, template: 'schema/index.ts' }]),
    { path: client, template: files.client, values: { schemaImport, schemaLast } },
    { path: `${database}/url.ts`, template: files.url },
    { path: `${database}/seed.ts`, template: files.seed },
  ];
}

function testFiles(answers: ProjectAnswers, driver: Driver, layout: Layout): ProjectFile[] {
  const files = driverFiles[driver.name];
  const fromTest = (path: string) => importPath('test/database.ts', path);
  const testSchemaImport = fromTest(layout.schemaEntry);
  return [
    {
      path: 'test/database.ts',
      template: files.test,
      values: {
        testSchemaImport,
        testClientImport: fromTest(`${layout.database}/index.ts`),
        testUrlImport: fromTest(`${layout.database}/url.ts`),
        dialect: answers.dialect,
        out: layout.out,
      },
    },
    {
      path: 'test/users.test.ts',
      template: 'shared/users.test.ts.hbs',
      values: { testSchemaImport, skips: files.testNeedsUrl },
    },
    {
      path: 'vitest.config.ts',
      template: 'shared/vitest.config.ts.hbs',
      values: { sharedDatabase: files.sharedDatabase },
    },
  ];
}

function toolFiles(answers: ProjectAnswers, { database, out }: Layout): ProjectFile[] {
  const plopCommand = packageManagerCommands[answers.pm].exec('plop');
  return [
    { path: 'tsconfig.json', template: 'shared/tsconfig.json' },
    { path: 'biome.json', template: 'shared/biome.json.hbs', values: { out } },
    { path: 'plopfile.js', template: 'shared/plopfile.js.hbs', values: { database, plopCommand } },
    { path: 'templates/query.ts.hbs', template: 'shared/query.ts.hbs.txt' },
  ];
}

function environmentFiles(answers: ProjectAnswers, driver: Driver, { out }: Layout): ProjectFile[] {
  const env = { env: driver.env, urlForm: driver.urlForm };
  const files: ProjectFile[] = [
    {
      path: '.gitignore',
      template: 'shared/_gitignore.hbs',
      values: { yarn: answers.pm === 'yarn' },
      merge: 'lines',
    },
    { path: '.gitattributes', template: 'shared/_gitattributes.hbs', values: { out }, merge: 'lines first' },
    { path: '.env.example', template: 'shared/_env.example.hbs', values: env, merge: 'lines' },
    { path: '.env', template: 'shared/_env.hbs', values: env, merge: 'lines', keeps: true },
  ];
  if (driver.service !== null) files.push({ path: 'compose.yaml', template: `services/${driver.service}.yaml` });
  if (answers.workspace !== true) {
    const values = { builds: ['esbuild', ...driver.builds] };
    if (answers.pm === 'pnpm') {
      files.push({ path: 'pnpm-workspace.yaml', template: 'shared/pnpm-workspace.yaml.hbs', values });
    }
    if (answers.pm === 'yarn') files.push({ path: '.yarnrc.yml', template: 'shared/_yarnrc.yml' });
  }
  return files;
}

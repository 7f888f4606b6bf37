import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentNames } from '../../../generators/agents/facts.js';
import { packageManagers } from '../../../generators/project/index.js';
import { driverNames, findDriver } from '../../../src/project/drivers.js';
import { answersFor, changeOf, contentOf, pathsOf, planFor, planWith, treeOf } from './answers.js';

describe('the whole tree of a new project', () => {
  for (const driver of driverNames) {
    it(`is as it was for ${driver}`, async () => {
      await expect(treeOf(planFor(answersFor(driver)))).toMatchFileSnapshot(`__snapshots__/${driver}.txt`);
    });
  }
});

describe('every file', () => {
  const plans = driverNames.flatMap((driver) =>
    packageManagers.map((pm) => ({ driver, pm, plan: planFor(answersFor(driver, { pm })) })),
  );

  it('ends in exactly one newline, has no carriage return and no trailing blank', () => {
    for (const { plan } of plans) {
      for (const { path, after } of plan.changes) {
        expect(after, path).toMatch(/[^\n]\n$/);
        expect(after, path).not.toMatch(/\r|[ \t]\n/);
      }
    }
  });

  it('has no unfilled value of a template, except the ones for plop', () => {
    for (const { plan } of plans) {
      for (const { path, after } of plan.changes) {
        if (path !== 'plopfile.js' && !path.endsWith('.hbs'))
          expect(after, path).not.toMatch(/\{\{|\[object|: undefined/);
      }
    }
  });

  it('comes from a template that some project uses', () => {
    const folder = fileURLToPath(new URL('../../../templates/project', import.meta.url));
    const used = new Set<string>();
    const render = (template: string) => {
      used.add(template.replace(/^project\//, ''));
      return 'x\n';
    };
    for (const schema of ['src/db/schema', 'src/db/schema.ts']) {
      for (const driver of driverNames) {
        for (const pm of packageManagers) planWith(render, answersFor(driver, { pm, schema, agents: [...agentNames] }));
      }
    }
    const there = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1).replaceAll('\\', '/'));
    expect([...used].sort()).toEqual(there.sort());
  });
});

describe('no dotfile is among the templates, as npm leaves some of them out of a package', () => {
  it('stores them with another first character', () => {
    const folder = fileURLToPath(new URL('../../../templates', import.meta.url));
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /(?:^|[\\/])\./.test(name))).toEqual([]);
  });
});

describe('the hooks', () => {
  it('are executable, and only they are', () => {
    const plan = planFor(answersFor('pglite'));
    expect(plan.changes.filter(({ executable }) => executable === true).map(({ path }) => path)).toEqual([
      '.husky/pre-commit',
      '.husky/pre-merge-commit',
      '.husky/pre-push',
      '.husky/post-merge',
      '.husky/post-checkout',
      '.husky/post-rewrite',
    ]);
  });

  it('start with the check at the root of a repository', () => {
    const plan = planFor(answersFor('pglite'));
    expect(contentOf(plan, '.husky/pre-commit')).toMatchInlineSnapshot(`
      "# Refuses a commit whose schema and migrations do not belong together.
      lockstep check --staged
      lint-staged
      "
    `);
  });

  it('go to the project first in a subfolder, without naming it', () => {
    const plan = planFor(answersFor('pglite', { subfolder: 'apps/my "shop" $(x)' }));
    const hooks = pathsOf(plan).filter((path) => /^\.husky\/(?:pre|post)-/.test(path));
    expect(hooks).toHaveLength(6);
    for (const hook of hooks) {
      expect(contentOf(plan, hook)).toContain('cd "$(dirname -- "$0")/.."\n');
      expect(contentOf(plan, hook)).not.toContain('my "shop"');
    }
  });

  it('leave nothing behind when they are not wanted', () => {
    const plan = planFor(answersFor('pglite', { hooks: false }));
    expect(pathsOf(plan).filter((path) => path.startsWith('.husky'))).toEqual([]);
    expect(contentOf(plan, 'package.json')).not.toMatch(/husky|lint-staged|"prepare"/);
    expect(contentOf(plan, 'README.md')).not.toMatch(/hook/);
  });
});

describe('the workflow', () => {
  it('runs in the subfolder that the project lies in, and the next steps say where it belongs', () => {
    const plan = planFor(answersFor('pglite', { subfolder: 'apps/my "shop"' }));
    expect(contentOf(plan, '.github/workflows/database.yml')).toContain(
      '    defaults:\n      run:\n        working-directory: "apps/my \\"shop\\""\n',
    );
    expect(plan.nextSteps?.at(-1)).toContain('move .github/workflows/database.yml to the root of the repository');
  });

  it('is left out with --ci none', () => {
    expect(pathsOf(planFor(answersFor('pglite', { ci: 'none' }))).join()).not.toContain('.github');
  });

  it('installs with the package manager of the project', () => {
    const installs = packageManagers.map((pm) => {
      const workflow = contentOf(planFor(answersFor('pglite', { pm })), '.github/workflows/database.yml');
      return /- run: (.* (?:ci|install.*))\n/.exec(workflow.replace(/.*corepack.*\n/g, ''))?.[1];
    });
    expect(installs).toEqual([
      'npm ci',
      'pnpm install --frozen-lockfile',
      'yarn install --immutable',
      'bun install --frozen-lockfile',
    ]);
  });
});

describe('what proves migrations', () => {
  const manifest = (driver: (typeof driverNames)[number]) =>
    JSON.parse(contentOf(planFor(answersFor(driver)), 'package.json'));

  it('is an engine inside the process, once, where the dialect has one', () => {
    const engines = ['@electric-sql/pglite', '@libsql/client', 'better-sqlite3'];
    for (const driver of driverNames) {
      const { dependencies, devDependencies } = manifest(driver);
      const there = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
      expect(
        there.filter((name) => engines.includes(name)),
        driver,
      ).toHaveLength(findDriver(driver).dialect === 'mysql' ? 0 : 1);
    }
    expect(manifest('node-postgres').devDependencies).toHaveProperty('@electric-sql/pglite');
  });

  it('is for MySQL a server: of the project, and in CI that of the workflow', () => {
    const url = 'mysql://root:root@localhost:3306';
    const workflow = (driver: (typeof driverNames)[number]) =>
      contentOf(planFor(answersFor(driver)), '.github/workflows/database.yml');
    expect(contentOf(planFor(answersFor('mysql2')), '.env')).toContain(`\nLOCKSTEP_PROOF_URL=${url}\n`);
    for (const driver of ['mysql2', 'planetscale'] as const)
      expect(workflow(driver)).toContain(`LOCKSTEP_PROOF_URL: "${url}"`);
    for (const driver of driverNames) {
      expect(workflow(driver), driver).toContain('run: npm run db:prove -- --format github\n');
    }
  });
});

describe('the server of the workflow', () => {
  const jobOf = (driver: (typeof driverNames)[number]) =>
    parse(contentOf(planFor(answersFor(driver)), '.github/workflows/database.yml')).jobs.database;

  it('migrates a real server of the dialect, then looks at it', () => {
    for (const driver of driverNames) {
      const { steps, services, env } = jobOf(driver);
      const commands: string[] = steps.map(({ run }: { run?: string }) => run ?? '');
      const at = commands.findIndex((run) => run.startsWith('npm run db:migrate'));
      const names = commands.slice(at, at + 3).map((run) => run.replace(/ (?:-- )?--url \S+/, ''));
      expect(names, driver).toEqual([
        'npm run db:migrate',
        'npm run db:drift',
        expect.stringMatching(/^npm run db:status -- --strict$/),
      ]);
      const { embedded, dialect, service } = findDriver(driver);
      const image = { postgresql: 'postgres:18', mysql: 'mysql:8.4', sqlite: undefined }[dialect];
      expect(services?.database.image, driver).toBe(embedded ? undefined : image);
      // The client of a service in the cloud cannot reach it: only these commands do.
      expect(commands.join().includes(' --url '), driver).toBe(image !== undefined && !embedded && service === null);
      expect(env?.DATABASE_URL === undefined, driver).toBe(service === null);
    }
  });
});

describe('what package managers want to know', () => {
  it('is which packages may build, each in its own place', () => {
    const approval = packageManagers.map((pm) => {
      const plan = planFor(answersFor('better-sqlite3', { pm }));
      const { allowScripts, dependenciesMeta, trustedDependencies } = JSON.parse(contentOf(plan, 'package.json'));
      return {
        allowScripts,
        dependenciesMeta,
        trustedDependencies,
        files: pathsOf(plan).filter((path) => /pnpm|yarn/.test(path)),
      };
    });
    const builds = { built: true };
    expect(approval).toEqual([
      { allowScripts: { esbuild: true, 'better-sqlite3': true }, files: [] },
      { files: ['pnpm-workspace.yaml'] },
      { dependenciesMeta: { esbuild: builds, 'better-sqlite3': builds }, files: ['.yarnrc.yml'] },
      { trustedDependencies: ['esbuild', 'better-sqlite3'], files: [] },
    ]);
  });

  it('is left to the root of a workspace', () => {
    for (const pm of packageManagers) {
      const plan = planFor(answersFor('better-sqlite3', { pm, workspace: true }));
      expect(contentOf(plan, 'package.json')).not.toMatch(/allowScripts|dependenciesMeta|trustedDependencies/);
      expect(pathsOf(plan)).not.toContain('pnpm-workspace.yaml');
      expect(pathsOf(plan)).not.toContain('.yarnrc.yml');
    }
  });

  it('is that Yarn does not run `prepare`', () => {
    const scripts = (pm: (typeof packageManagers)[number]) =>
      JSON.parse(contentOf(planFor(answersFor('pglite', { pm })), 'package.json')).scripts;
    expect(scripts('npm').prepare).toBe(`node -e "import('./.husky/install.js').catch(() => {})"`);
    expect(scripts('yarn').prepare).toBeUndefined();
    expect(scripts('yarn').postinstall).toBe(`node -e "import('./.husky/install.js').catch(() => {})"`);
  });
});

describe('a folder that has files already', () => {
  const existing = {
    'package.json': '{\n  "name": "mine",\n  "scripts": {\n    "test": "node --test"\n  }\n}\n',
    '.gitignore': 'node_modules/\nsecret\n',
    'tsconfig.json': '{}\n',
  };
  const plan = planFor(answersFor('pglite'), existing);

  it('shows in the plan what each file would replace', () => {
    expect(changeOf(plan, '.gitignore').before).toBe(existing['.gitignore']);
    expect(changeOf(plan, 'README.md').before).toBeNull();
  });

  it('keeps its scripts and its name when package.json is joined, and gets the rest', () => {
    const joined = JSON.parse(changeOf(plan, 'package.json').merge?.(existing['package.json']) ?? '');
    expect(joined).toMatchObject({ name: 'mine', scripts: { test: 'node --test', 'db:check': 'lockstep check' } });
    expect(joined.dependencies['drizzle-orm']).toMatch(/^\^/);
  });

  it('gets the lines that its .gitignore lacks', () => {
    const joined = changeOf(plan, '.gitignore').merge?.(existing['.gitignore']);
    expect(joined?.startsWith(existing['.gitignore'])).toBe(true);
    expect(joined).toContain('\n.env\n');
  });

  it('keeps files that cannot be joined line by line', () => {
    expect(changeOf(plan, 'tsconfig.json').merge).toBeUndefined();
  });
});

import { appendFileSync, chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answersFor, planFor } from '../generators/project/answers.js';
import { addProject } from '../helpers/project.js';
import { Repository } from '../helpers/repository.js';

const modules = resolve(import.meta.dirname, '../../node_modules');
/** What CI sets is not there where a person works. */
const desk = { CI: '', HUSKY: '' };

interface Output {
  ok: boolean;
  projects: {
    path: string;
    dialect: string;
    line: string;
    findings: { rule: string; severity: string; path?: string }[];
  }[];
  checks: { rule: string; status: string }[];
}

function small(): Repository {
  const repository = new Repository();
  addProject(repository);
  repository.git('add', '-A');
  return repository;
}

describe('lockstep doctor', () => {
  test('says nothing but that all is well of a project as it is made', () => {
    const repository = new Repository();
    for (const { path, after, executable } of planFor(answersFor('pglite')).changes) {
      repository.write(path, after ?? '');
      if (executable === true) chmodSync(join(repository.folder, path), 0o755);
    }
    repository.install();
    for (const name of ['@electric-sql/pglite', 'husky']) {
      mkdirSync(dirname(join(repository.folder, 'node_modules', name)), { recursive: true });
      symlinkSync(join(modules, name), join(repository.folder, 'node_modules', name), 'junction');
    }
    repository.git('add', '-A');
    repository.git('config', 'core.hooksPath', '.husky/_');
    mkdirSync(join(repository.folder, '.husky/_'));

    const { code, stdout, stderr } = repository.lockstep(['doctor'], '', desk);

    expect(stderr).toBe('');
    expect(stdout).toContain('✓ git runs the hooks of the repository\n');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('All is well. (drizzle.config.ts)');
    expect(stdout).not.toContain('doctor/');
    expect(code).toBe(0);
  });

  test('shows what is wrong with its place and its mend, gravest first, and ends with 1', () => {
    const repository = small();
    appendFileSync(join(repository.folder, '.gitignore'), 'drizzle\n');

    const { code, stdout } = repository.lockstep(['doctor'], '', desk);

    expect(code).toBe(1);
    expect(stdout).toContain(
      '✗ doctor/migrations-ignored  .gitignore:2\n  git ignores the migrations, snapshots, journal and down files of drizzle: line 2 says drizzle.\n  Fix: Take drizzle out of .gitignore, then: git add -- drizzle\n',
    );
    expect(stdout.indexOf('✗ doctor/migrations-ignored')).toBeLessThan(stdout.indexOf('i doctor/no-hook'));
    expect(stdout).toMatch(/1 error, \d+ notes \(drizzle\.config\.ts\)/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Next: Take drizzle out of .gitignore, then: git add -- drizzle');
  });

  test('is one JSON object with the findings by project and the checks that were made; notes are no failure', () => {
    const repository = small();

    const { code, stdout, stderr } = repository.lockstep(['doctor', '--format', 'json'], '', desk);

    const output: Output = JSON.parse(stdout);
    expect(output).toMatchObject({
      ok: true,
      projects: [{ path: 'drizzle.config.ts', dialect: 'postgresql', line: 'journal' }],
    });
    expect(output.projects[0]?.findings.every(({ severity }) => severity === 'info')).toBe(true);
    const status = (rule: string): string | undefined => output.checks.find((check) => check.rule === rule)?.status;
    expect(status('doctor/kit-and-orm-differ')).toBe('ok');
    expect(status('doctor/no-hook')).toBe('found');
    expect(status('doctor/docker-ignored')).toBe('does not apply');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('is also a comment, code scanning and annotations of a workflow', () => {
    const repository = small();
    appendFileSync(join(repository.folder, '.gitignore'), 'drizzle\n');
    const shown = (format: string): string => repository.lockstep(['doctor', '--format', format], '', desk).stdout;

    expect(shown('markdown')).toContain('❌ **doctor/migrations-ignored** in `.gitignore:2`');
    expect(shown('github')).toMatch(/^::error file=\.gitignore,line=2/m);
    const [run] = JSON.parse(shown('sarif')).runs;
    const [error] = run.results.filter(({ level }: { level: string }) => level === 'error');
    expect(run.tool.driver.rules[error.ruleIndex].id).toBe('doctor/migrations-ignored');
  });

  test('changes nothing, and takes a second at most on two hundred migrations', () => {
    const repository = small();
    const entries = Array.from({ length: 200 }, (_, idx) => ({
      idx,
      version: '7',
      when: idx + 1,
      tag: `${String(idx).padStart(4, '0')}_step`,
      breakpoints: true,
    }));
    for (const { tag } of entries) {
      repository.write(`drizzle/${tag}.sql`, 'SELECT 1;\n');
      repository.write(`drizzle/meta/${tag.slice(0, 4)}_snapshot.json`, '{}');
    }
    repository.write('drizzle/meta/_journal.json', JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
    repository.git('add', '-A');
    const before = repository.state();
    const started = performance.now();

    const { code } = repository.lockstep(['doctor'], '', desk);

    // A machine that is busy with other tests is several times slower.
    expect(performance.now() - started).toBeLessThan(5000);
    expect(code).toBe(0);
    expect(repository.state()).toBe(before);
  });

  test('looks at one project where it is named, else at all of them; what is of the repository is said once', () => {
    const repository = small();
    cpSync(join(repository.folder, 'src'), join(repository.folder, 'auth/src'), { recursive: true });
    writeFileSync(join(repository.folder, 'auth/package.json'), '{ "name": "auth" }\n');
    cpSync(join(repository.folder, 'drizzle.config.ts'), join(repository.folder, 'auth/drizzle.config.ts'));
    const of = (...args: string[]): Output =>
      JSON.parse(repository.lockstep(['doctor', '--format', 'json', ...args], '', desk).stdout);

    const all = of();
    expect(all.projects.map(({ path }) => path)).toEqual(['auth/drizzle.config.ts', 'drizzle.config.ts']);
    const hooks = all.projects.flatMap(({ findings }) => findings).filter(({ rule }) => rule === 'doctor/no-hook');
    expect(hooks).toHaveLength(1);
    expect(of('--config', 'auth/drizzle.config.ts').projects.map(({ path }) => path)).toEqual([
      'auth/drizzle.config.ts',
    ]);
  });
});

describe('without a project, or asked wrongly, it ends with 2', () => {
  test.each([
    [['doctor'], 'No drizzle config was found'],
    [['doctor', '--format', 'xml'], '--format xml is not known'],
    [['doctor', '--fix'], "Unknown option '--fix'"],
    [['doctor', 'now'], "Unexpected argument 'now'"],
    [['doctor', '--config', 'nowhere.ts'], 'There is no config nowhere.ts'],
  ])('%j', (args, message) => {
    const { code, stderr } = new Repository().lockstep(args, '', desk);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

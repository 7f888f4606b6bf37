import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Command } from '../../../src/cli/command.js';
import { command as approve } from '../../../src/cli/commands/approve.js';
import { command as check } from '../../../src/cli/commands/check.js';
import { command as downCommand } from '../../../src/cli/commands/down.js';
import { command } from '../../../src/cli/commands/new.js';
import { command as prove } from '../../../src/cli/commands/prove.js';
import { command as review } from '../../../src/cli/commands/review.js';
import { findProject } from '../../../src/cli/find-project.js';
import { isToBeApproved } from '../../../src/cli/formats/parts.js';
import { type Catalog, readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import { piecesOf } from '../../../src/database/pieces.js';
import { applyMigration } from '../../../src/database/replay.js';
import type { Report } from '../../../src/finding.js';
import type { Migration } from '../../../src/history/history.js';
import { readHistory } from '../../../src/history/read.js';
import type { Dialect } from '../../../src/project/dialects.js';
import { findingName } from '../../../src/review/approvals.js';
import { dialectTypes } from '../../../src/schema/types/index.js';
import { configSource } from '../../helpers/project.js';
import { Repository, repositoryRoot } from '../../helpers/repository.js';
import { mysqlUrl } from '../../helpers/servers.js';
import { everyField } from '../../schema/types/every-field.js';
import { type Database, openDatabase } from './database.js';

/**
 * A project that grows by generators alone, on one drizzle-kit line, with a database that every migration is applied to
 * by drizzle's own migrator.
 */
export class Story {
  /** The schema of the database before each migration. */
  readonly #before: Catalog[] = [];

  readonly repository: Repository;
  readonly database: Database;

  private constructor(repository: Repository, database: Database) {
    this.repository = repository;
    this.database = database;
  }

  /** @param packages the folder with drizzle-kit and drizzle-orm; null: this repository's. */
  static async begin(dialect: Dialect, packages: string | null): Promise<Story> {
    const repository = new Repository();
    repository.write('package.json', '{ "name": "shop", "type": "module" }\n');
    repository.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
    repository.write('drizzle.config.ts', configSource(dialect));
    mkdirSync(join(repository.folder, 'src/schema'), { recursive: true });
    repository.install('', packages ?? undefined);
    for (const name of ['@electric-sql', '@libsql', 'mysql2', '@types'])
      symlinkSync(
        join(repositoryRoot, 'node_modules', name),
        join(repository.folder, 'node_modules', name),
        'junction',
      );
    return new Story(repository, await openDatabase(dialect, repository.folder));
  }

  /** Runs `lockstep new` with these words, in single quotes where a blank is in one. Returns what it prints. */
  async make(line: string): Promise<string> {
    return this.#run([...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''));
  }

  /** Makes a table with a column of every type, written in every way, but for those that need an extension. */
  async makeEveryType(): Promise<void> {
    const { dialect } = this.database.engine;
    const types = dialectTypes[dialect].types.filter(({ extension }) => extension === undefined);
    await this.#run(['table', 'samples', ...everyField(dialect, types)]);
  }

  async #run(args: string[]): Promise<string> {
    return (await this.#inProcess(command, args, [0])).all;
  }

  /** Runs a command in this process, which is faster; throws with what it prints when it ends with another code. */
  async #inProcess({ name, run }: Command, args: string[], codes: number[]): Promise<{ out: string; all: string }> {
    const said = { out: '', all: '' };
    const io = {
      cwd: this.repository.folder,
      env: proofs,
      interactive: false,
      out(text: string): void {
        said.out += text;
        said.all += text;
      },
      err(text: string): void {
        said.all += text;
      },
    };
    const code = await run(args, io);
    if (!codes.includes(code)) throw new Error(`lockstep ${name} ${args.join(' ')} ended with ${code}:\n${said.all}`);
    return said;
  }

  /** Generates a migration; what the review finds in it is left for the end. */
  generate(name: string): void {
    const { code, stdout, stderr } = this.repository.lockstep(['generate', '--name', name], '', proofs);
    const isMade = code === 0 || stdout.includes('Approve by name what is meant');
    if (!isMade) throw new Error(`lockstep generate ended with ${code}:\n${stdout}\n${stderr}`);
  }

  /** Accepts every error that the review finds. */
  async #approveAll(): Promise<void> {
    const report: Report = JSON.parse((await this.#inProcess(review, ['--format', 'json'], [0, 1])).out);
    const open = report.projects.flatMap(({ findings }) => findings).filter(isToBeApproved);
    const names = new Map<string, string[]>();
    for (const { migration = '', rule, target = '' } of open) {
      names.set(migration, [...(names.get(migration) ?? []), findingName(rule, target)]);
    }
    for (const [tag, found] of names) {
      await this.#inProcess(approve, [tag, ...found, '--reason', 'the story wants it'], [0]);
    }
  }

  /**
   * Makes a change with several commands, generates its migration and applies it.
   *
   * @param name of the migration; null where the command writes it itself, as those for renames do.
   */
  async tell(name: string | null, lines: string[]): Promise<void> {
    for (const line of lines) await this.make(line);
    if (name !== null) this.generate(name);
    await this.apply();
  }

  /** Edits the SQL of the newest migration by hand, makes its down file anew and proves it. */
  async mend(edit: (sql: string) => string): Promise<void> {
    const path = (await this.#migrations()).at(-1)?.sql ?? '';
    const before = this.repository.read(path);
    const after = edit(before);
    expect(after).not.toBe(before);
    this.repository.write(path, after);
    await this.#inProcess(downCommand, [], [0]);
    await this.#inProcess(prove, [], [0]);
  }

  /** Applies the newest migration with drizzle's migrator. */
  async apply(): Promise<void> {
    this.#before.push(await readCatalog(this.database.engine));
    await this.database.migrate();
    expect(await this.#migrations()).toHaveLength(this.#before.length);
  }

  /** Compiles everything, and undoes all migrations with their down files: each leaves the schema as it found it. */
  async end(): Promise<void> {
    expect(this.#compile()).toBe('');
    expect((await this.#inProcess(prove, ['--all'], [0])).out).not.toContain('not proven');
    await this.#approveAll();
    await this.#inProcess(check, [], [0]);
    for (const { tag, down } of (await this.#migrations()).reverse()) {
      const failure = await applyMigration(this.database.engine, { tag, pieces: piecesOf(this.repository.read(down)) });
      expect(failure).toBeNull();
      const before = this.#before.pop() ?? new Map();
      const found = differences(before, await readCatalog(this.database.engine));
      expect(found.map(({ text }) => `${tag}: ${text}`)).toEqual([]);
    }
    expect(this.#before).toEqual([]);
  }

  /** What the compiler complains about. */
  #compile(): string {
    const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', this.repository.folder], { encoding: 'utf8' });
    return stdout;
  }

  async #migrations(): Promise<Migration[]> {
    const { tree, project } = await findProject(this.repository.folder, {});
    return (await readHistory(tree, project.out)).migrations;
  }
}

/** Where MySQL is proven. */
const proofs = { LOCKSTEP_PROOF_URL: mysqlUrl };

const compilerOptions = {
  strict: true,
  noEmit: true,
  target: 'ES2022',
  module: 'Preserve',
  moduleResolution: 'Bundler',
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noUnusedLocals: true,
  types: ['node'],
};

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { table } from '../../../generators/table/index.js';
import type { Dialect } from '../../../src/project/dialects.js';
import type { KitLine } from '../../../src/project/project.js';
import type { AnswerValues, GeneratorContext } from '../../../src/scaffold/generator.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { readFolder } from '../../../src/scaffold/reader.js';
import { packagedRenderer } from '../../../src/scaffold/templates.js';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** A temporary folder with these files; it is removed after the test. */
export function folderWith(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-table-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, files);
  return root;
}

export function write(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export interface Setup {
  dialect?: Dialect;
  line?: KitLine;
  schema?: string[];
  casing?: 'camelCase' | 'snake_case';
}

export function contextOf(root: string, setup: Setup = {}): GeneratorContext {
  const { dialect = 'postgresql', line = 'journal', schema = ['src/db/schema'], casing } = setup;
  return {
    root,
    ...readFolder(root),
    render: packagedRenderer(),
    generateCommand: (name) => `npm run db:generate -- --name ${name}`,
    command: async (line) => `npx ${line}`,
    planRename: () => Promise.reject(new Error('There are no migrations here.')),
    planParts: () => Promise.reject(new Error('There is no repository here.')),
    planMigration: () => Promise.reject(new Error('There are no migrations here.')),
    planDown: () => Promise.reject(new Error('There are no migrations here.')),
    project: { dialect, line, schema, out: 'drizzle', ...(casing === undefined ? {} : { casing }) },
  };
}

/** Plans a table in a folder with these files. */
export function planIn(files: Record<string, string>, answers: AnswerValues, setup: Setup = {}): Plan {
  return table.plan(table.answers(answers), contextOf(folderWith(files), setup));
}

/** Path → content of what a plan would leave behind. */
export function outcome(plan: Plan): Record<string, string | null> {
  return Object.fromEntries(plan.changes.map((change) => [change.path, change.after]));
}

/** Lets the files of a folder import what this repository has installed. */
export function linkModules(root: string): void {
  if (!existsSync(join(root, 'node_modules')))
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
}

/** The files of a folder through the compiler, with this repository's drizzle-orm. Returns what it complains about. */
export function compile(root: string): string {
  linkModules(root);
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
    allowImportingTsExtensions: true,
  };
  write(root, {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
  });
  try {
    execFileSync(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', root], {
      encoding: 'utf8',
    });
    return '';
  } catch (error) {
    return typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

/** What Biome would make of a file: the same text when it is formatted already. */
export function formatted(text: string, width: number): string {
  return execFileSync(
    process.execPath,
    [
      join(repository, 'node_modules/@biomejs/biome/bin/biome'),
      'format',
      `--line-width=${width}`,
      '--indent-style=space',
      '--javascript-formatter-quote-style=single',
      '--stdin-file-path=generated.ts',
    ],
    { input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'], cwd: tmpdir() },
  );
}

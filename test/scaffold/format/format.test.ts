import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFormatter } from '../../../src/scaffold/format/find-formatter.js';
import { formatPlan } from '../../../src/scaffold/format/index.js';
import type { FileChange } from '../../../src/scaffold/plan.js';
import { folderWith, repository, write } from '../../generators/table/fixture.js';

const config = '{ "files": { "includes": ["**", "!src/ignored.ts"] }, "formatter": { "indentStyle": "space" } }';

/** A folder with Biome installed. */
function withBiome(files: Record<string, string>): string {
  const root = folderWith(files);
  link(root, '@biomejs/biome');
  return root;
}

function link(root: string, name: string): void {
  const target = join(root, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(repository, 'node_modules', name), target, 'junction');
}

const edit = (path: string, before: string, after: string): FileChange => ({ path, kind: 'edit', before, after });
const create = (path: string, after: string): FileChange => ({ path, kind: 'create', before: null, after });
const formatted = 'export const a = { b: 1 };\n'.replaceAll("'", '"');

describe('formatPlan', () => {
  it('formats what is made and what was formatted before, and no other file', async () => {
    const untidy = 'export const a = {b:1}\n';
    const root = withBiome({ 'biome.json': config, 'src/ignored.ts': untidy });
    const changes = [
      create('src/new.ts', untidy),
      edit('src/tidy.ts', formatted, `${formatted}export const c = {d:2}\n`),
      edit('src/untidy.ts', untidy, `${untidy}export const c = {d:2}\n`),
      edit('src/ignored.ts', untidy, `${untidy}export const c = {d:2}\n`),
      create('drizzle/seed.ts', untidy),
      create('notes.md', '* a\n'),
      { ...edit('src/gone.ts', untidy, ''), after: null },
    ];
    const plan = await formatPlan({ root, changes }, 'drizzle');
    expect(plan.notes).toBeUndefined();
    expect(plan.changes.map(({ after }) => after)).toEqual([
      formatted,
      `${formatted}export const c = { d: 2 };\n`,
      `${untidy}export const c = {d:2}\n`,
      `${untidy}export const c = {d:2}\n`,
      untidy,
      '* a\n',
      null,
    ]);
  });

  it('keeps the text and says so where the formatter fails', async () => {
    const root = withBiome({ 'biome.json': '{ "formatter": 1 }' });
    const change = create('src/new.ts', 'export const a = {b:1}\n');
    const plan = await formatPlan({ root, changes: [change] }, 'drizzle');
    expect(plan.changes).toEqual([change]);
    expect(plan.notes).toEqual([expect.stringMatching(/^biome 2\S* did not format src\/new\.ts: ./)]);
  });
});

describe('findFormatter', () => {
  const named = (root: string): string | undefined => findFormatter(root)?.name;
  const packageOf = (bin: unknown): string => JSON.stringify({ version: '3.0.0', bin });

  it('needs a configuration and the package', () => {
    const root = folderWith({ 'biome.json': '{}' });
    expect(named(root)).toBeUndefined();
    link(root, '@biomejs/biome');
    expect(named(root)).toBe('biome');
    write(root, { 'biome.json': '{ "formatter": { "enabled": false } }' });
    expect(named(root)).toBeUndefined();
  });

  it.each([
    ['.prettierrc', 'semi: false\n'],
    ['prettier.config.mjs', 'export default {};\n'],
    ['package.json', '{ "prettier": {} }'],
  ])('finds Prettier by %s', (path, text) => {
    const root = folderWith({ [path]: text, 'node_modules/prettier/package.json': packageOf('./bin/prettier.cjs') });
    expect(findFormatter(root)).toMatchObject({
      version: '3.0.0',
      command: join(root, 'node_modules/prettier/bin/prettier.cjs'),
    });
  });

  it('takes the nearest configuration up to the top of the repository', () => {
    const outer = folderWith({
      'dprint.json': '{}',
      'top/.git/HEAD': '',
      'top/.oxfmtrc.json': '{}',
      'top/node_modules/oxfmt/package.json': packageOf({ oxfmt: 'bin/oxfmt' }),
      'node_modules/dprint/package.json': packageOf('bin.cjs'),
      'top/app/package.json': '{}',
    });
    expect(findFormatter(join(outer, 'top/app'))).toMatchObject({ name: 'oxfmt', folder: join(outer, 'top') });
    write(outer, { 'top/app/.prettierrc': '{}', 'node_modules/prettier/package.json': packageOf('p.cjs') });
    expect(named(join(outer, 'top/app'))).toBe('prettier');
    write(outer, { 'other/.git/HEAD': '' });
    expect(named(join(outer, 'other'))).toBeUndefined();
  });
});

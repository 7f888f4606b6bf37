import type { Finding } from '../../../src/finding.js';
import { readContents } from '../../../src/guard/contents.js';
import { applyRules } from '../../../src/guard/rules/apply.js';
import { headOf } from '../../../src/history/head.js';
import { readNodes } from '../../../src/history/nodes.js';
import { readHistory } from '../../../src/history/read.js';
import type { Dialect } from '../../../src/project/dialects.js';
import type { Severity } from '../../../src/project/settings.js';
import type { Tree } from '../../../src/repo/tree.js';
import { blobId } from '../../../src/repo/working-tree.js';

/** Path → content. */
export type Files = Record<string, string>;

/** A tree whose files are in memory. */
export function treeOf(files: Files, label = 'the staged files'): Tree {
  const paths = Object.keys(files);
  const inside = (folder: string): string[] => {
    if (folder === '' || folder === '.') return paths;
    return paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  };
  return {
    root: '/in-memory',
    kind: 'index',
    label,
    paths: () => paths,
    isFile: (path) => path in files,
    isFolder: (path) => inside(path).length > 0,
    names: (folder) => [...new Set(inside(folder).map((path) => path.split('/', 1).join()))].sort(),
    origin: (path) => path,
    blobId: (path) => (files[path] === undefined ? null : blobId(Buffer.from(files[path]))),
    read: async (path) => files[path] ?? null,
    close() {},
  };
}

/** 2026-01-01, and a day later for each further migration. */
const start = Date.UTC(2026, 0, 1);
const day = 24 * 60 * 60 * 1000;
export const origin = '00000000-0000-0000-0000-000000000000';

export interface Entry {
  tag: string;
  idx?: number;
  when?: number;
  /** Without: that of the migration before it. */
  prevId?: string;
  id?: string;
}

/** The files of a journal: each migration creates a table of its name. */
export function journal(...entries: (string | Entry)[]): Files {
  const files: Files = {};
  const listed: object[] = [];
  let last = origin;
  for (const [at, entry] of entries.entries()) {
    const {
      tag,
      idx = at,
      when = start + at * day,
      prevId = last,
      id = `id-of-${tag}`,
    } = typeof entry === 'string' ? { tag: entry } : entry;
    listed.push({ idx, version: '7', when, tag, breakpoints: true });
    files[`drizzle/${tag}.sql`] = `CREATE TABLE "${tag}" ();\n`;
    files[`drizzle/meta/${tag.split('_')[0]}_snapshot.json`] = snapshot({ id, prevId, tables: { [tag]: {} } });
    last = id;
  }
  files['drizzle/meta/_journal.json'] = json({ version: '7', dialect: 'postgresql', entries: listed });
  return files;
}

export function snapshot(fields: object): string {
  return json({ ...fields, version: '7', dialect: 'postgresql' });
}

/** One folder of the 1.0 line, with the entities of its snapshot. */
export function folder(tag: string, parents: string[], ddl: object[], sql = `-- ${tag}\n`): Files {
  const prevIds = parents.length === 0 ? [origin] : parents.map((parent) => `id-of-${parent}`);
  return {
    [`drizzle/${tag}/migration.sql`]: sql,
    [`drizzle/${tag}/snapshot.json`]: json({ version: '7', dialect: 'sqlite', id: `id-of-${tag}`, prevIds, ddl }),
  };
}

export function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Without some files. */
export function without(files: Files, ...paths: string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}

export interface Options {
  /** What the base branch has. */
  published?: Files;
  since?: string;
  rules?: Record<string, Severity | 'off'>;
  now?: number;
  dialect?: Dialect;
  schema?: string[];
}

/** All findings of all rules, where the schema is what the migrations build. */
export async function findings(files: Files, options: Options = {}): Promise<Finding[]> {
  const { since = null, rules = {}, now = Date.UTC(2026, 6, 1), dialect = 'postgresql' } = options;
  const tree = treeOf(files);
  const history = await readHistory(tree, 'drizzle');
  const { nodes, malformed } = await readNodes(tree, history);
  const base = options.published && treeOf(options.published, 'commit 1a2b3c4d5');
  const published = base ? { commit: '1a2b3c4d5e', tree: base, history: await readHistory(base, 'drizzle') } : null;
  const schema = options.schema ?? ['src/schema'];
  return applyRules(
    {
      tree,
      project: {
        config: 'drizzle.config.ts',
        configInputs: [],
        folder: '',
        dialect,
        schema,
        out: 'drizzle',
        casing: undefined,
      },
      history: { ...history, malformed: [...history.malformed, ...malformed] },
      nodes,
      head: headOf(tree, history, nodes),
      standing: { kind: 'lockstep' },
      published,
      ...(await readContents(tree, history, nodes, published)),
      since,
      now,
      commands: {
        generate: 'npx lockstep generate',
        lockstep: (name) => `npx lockstep ${name}`,
        addMigrations: null,
        addSchema: null,
        unstageMigrations: 'git restore --staged -- drizzle',
      },
    },
    { rules },
  );
}

/** The findings as a person reads them. */
export async function report(files: Files, options: Options = {}): Promise<string> {
  const found = await findings(files, options);
  return found
    .map(({ severity, rule, path, line, message, fix }) =>
      [
        `${severity} ${rule}  ${path}${line === undefined ? '' : `:${line}`}`,
        `  ${message}`,
        ...(fix === undefined ? [] : [`  Fix: ${fix}`]),
      ].join('\n'),
    )
    .join('\n');
}

/** The names of the rules that are broken. */
export async function broken(files: Files, options: Options = {}): Promise<string[]> {
  return (await findings(files, options)).map((finding) => finding.rule);
}

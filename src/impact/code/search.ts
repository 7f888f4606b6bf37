import { realpathSync } from 'node:fs';
import type { Project } from '../../project/project.js';
import type { Tree } from '../../repo/tree.js';
import { lineOf, type TableProperty } from '../../schema/source/index.js';
import type { SchemaTable, SchemaTables } from '../schema-tables.js';
import type { Subject } from '../subject.js';
import { type CodePlace, placesAt } from './classify.js';
import { findUses } from './find-uses.js';
import { namedInText, type TextPlace } from './named-in-text.js';
import { filesNaming, isScript } from './source-files.js';
import { findTypeScript, type Span, type TypeScript } from './typescript.js';

/** Where code uses a table or a column. */
export interface CodeUses {
  /** The TypeScript that found the places; `null` where none was asked. */
  typescript: string | null;
  /** Why the code was not searched; `null` where it was. */
  notSearched: string | null;
  places: CodePlace[];
  /** What names it in SQL text or in components. */
  inText: TextPlace[];
}

/** Searches the code of one working tree, with a TypeScript that is started once. */
export interface CodeSearch {
  /** @param schema what defines the subject: the schema files as they are, or as they were before it went. */
  uses(subject: Subject, schema: SchemaTables): Promise<CodeUses>;
  close(): Promise<void>;
}

/**
 * @param tree the working tree: TypeScript reads the files that lie on disk.
 * @param folder absolute path of the project, whose TypeScript is asked.
 * @param progress is told what is looked at, now and then.
 */
export function codeSearch(tree: Tree, project: Project, folder: string, progress: (line: string) => void): CodeSearch {
  const root = realpathSync(tree.root).replaceAll('\\', '/');
  const at = (path: string): string => `${root}/${path}`;
  const found = findTypeScript(folder);
  let started: Promise<TypeScript> | null = null;
  return {
    async uses(subject, schema) {
      const { source, property, column } = subject;
      const names = {
        table: subject.table.name,
        column,
        property: property?.property ?? null,
        exportName: source?.table.exportName ?? null,
      };
      const words = [names.table, names.exportName, names.column, names.property].filter((word) => word !== null);
      const files = await filesNaming(tree, words, project.out);
      const isSchema = new Set(schema.source.files.map(({ path }) => path));
      const inText = namedInText(
        project.dialect,
        files.filter(({ path }) => !isSchema.has(path)),
        names,
      );
      const nothing = (notSearched: string): CodeUses => ({ typescript: null, notSearched, places: [], inText });
      if ('reason' in found) return nothing(found.reason);
      if (source === null || (column !== null && property === null)) {
        return nothing(`the schema files have no ${column === null ? 'table' : 'column'} of that name`);
      }
      const word = property?.property ?? names.exportName ?? '';
      const scripts = files.filter(({ path, text }) => isScript(path) && text.includes(word));
      const counted = scripts.length === 1 ? '1 file' : `${scripts.length} files`;
      if (scripts.length > 0) progress(`TypeScript ${found.version} looks at ${counted}\n`);
      started ??= found.start(root);
      const typescript = await started;
      const changes = await differing(tree, schema);
      for (const { path, text } of changes) await typescript.change({ path: at(path), text });
      const spans = await findUses(
        typescript,
        { table: source, property, file: { path: at(source.file.path), text: source.file.text } },
        scripts.map(({ path, text }) => ({ path: at(path), text })),
        (number, of) => {
          if (number > 0 && number % 100 === 0) progress(`TypeScript ${found.version} looked at ${number} of ${of}\n`);
        },
      );
      for (const { path, before } of changes) {
        if (before !== null) await typescript.change({ path: at(path), text: before });
      }
      const texts = new Map(
        [...scripts, ...schema.source.files].map(({ path, text }): [string, string] => [at(path), text]),
      );
      const places = await placesOf(
        spans,
        root,
        async (path) => texts.get(path) ?? tree.read(path.slice(root.length + 1)),
      );
      return {
        typescript: found.version,
        notSearched: null,
        places: withoutDefinition(places, source, property),
        inText,
      };
    },
    async close() {
      await (await started)?.close();
    },
  };
}

/** The schema files that the working tree has otherwise, or not at all: those of a commit. */
async function differing(
  tree: Tree,
  schema: SchemaTables,
): Promise<{ path: string; text: string; before: string | null }[]> {
  if (schema.tree === tree) return [];
  const found: { path: string; text: string; before: string | null }[] = [];
  for (const { path, text } of schema.source.files) {
    const before = await tree.read(path);
    if (before !== text) found.push({ path, text, before });
  }
  return found;
}

/** @param read the text of a file by its absolute path, as TypeScript saw it. */
async function placesOf(
  spans: Span[],
  root: string,
  read: (path: string) => Promise<string | null>,
): Promise<CodePlace[]> {
  const offsets = new Map<string, number[]>();
  for (const { path, start } of spans) offsets.set(path, [...(offsets.get(path) ?? []), start]);
  const places: CodePlace[] = [];
  for (const path of [...offsets.keys()].sort()) {
    const isOwn = path.startsWith(`${root}/`) && !path.includes('/node_modules/');
    const text = isOwn ? await read(path) : null;
    if (text !== null) places.push(...placesAt(path.slice(root.length + 1), text, offsets.get(path) ?? []));
  }
  return places;
}

function withoutDefinition(
  places: CodePlace[],
  { table, file }: SchemaTable,
  property: TableProperty | null,
): CodePlace[] {
  const from = property?.path ?? file.path;
  const line = property?.line ?? lineOf(file.text, table.start);
  return places.filter((place) => place.path !== from || place.line !== line);
}

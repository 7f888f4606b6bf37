import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isObject } from '../../is-object.js';
import { connect } from './lsp-connection.js';
import { offsetsOf, type Position } from './positions.js';
import type { SourceText, Span, TypeScript } from './typescript.js';

const languages: Record<string, string> = { '.tsx': 'typescriptreact', '.jsx': 'javascriptreact' };

/**
 * Asks the language server of TypeScript 7, a process of its own.
 *
 * @param program its `bin/tsc`.
 * @param root absolute path of the folder that all files lie in.
 */
export async function languageServer(program: string, root: string): Promise<TypeScript> {
  const server = connect(program, ['--lsp', '--stdio'], root);
  await server.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: { general: { positionEncodings: ['utf-16'] } },
  });
  server.notify('initialized', {});
  const opened = new Map<string, { text: string; version: number }>();
  const open = ({ path, text }: SourceText): void => {
    const known = opened.get(path);
    if (known?.text === text) return;
    const version = (known?.version ?? 0) + 1;
    opened.set(path, { text, version });
    const uri = uriOf(path);
    if (known !== undefined) {
      server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
      return;
    }
    const isScript = /\.[cm]?js$/.test(path);
    const languageId = languages[extname(path)] ?? (isScript ? 'javascript' : 'typescript');
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  };
  const textOf = (path: string): string => opened.get(path)?.text ?? readFileSync(path, 'utf8');
  return {
    async open(files) {
      for (const file of files) if (!opened.has(file.path)) open(file);
    },
    async change(file) {
      open(file);
    },
    async references(file, offset) {
      if (!opened.has(file.path)) open(file);
      const found = await server.request('textDocument/references', {
        textDocument: { uri: uriOf(file.path) },
        position: offsetsOf(file.text).positionAt(offset),
        context: { includeDeclaration: true },
      });
      return placesIn(found).map(({ uri, range }) => {
        const path = pathOf(uri);
        return spanOf(path, textOf(path), range);
      });
    },
    async problems({ path, text }) {
      const found = await server.request('textDocument/diagnostic', { textDocument: { uri: uriOf(path) } });
      const items: unknown[] = isObject(found) && Array.isArray(found.items) ? found.items : [];
      return rangesIn(items.filter(isError)).map((range) => spanOf(path, text, range));
    },
    close: () => server.close(),
  };
}

interface Range {
  start: Position;
  end: Position;
}

function spanOf(path: string, text: string, { start, end }: Range): Span {
  const { offsetAt } = offsetsOf(text);
  return { path, start: offsetAt(start), end: offsetAt(end) };
}

function placesIn(found: unknown): { uri: string; range: Range }[] {
  if (!Array.isArray(found)) return [];
  return found.flatMap((one: unknown) =>
    isObject(one) && typeof one.uri === 'string' && isRange(one.range) ? [{ uri: one.uri, range: one.range }] : [],
  );
}

function rangesIn(found: unknown[]): Range[] {
  return found.flatMap((one) => (isObject(one) && isRange(one.range) ? [one.range] : []));
}

function isRange(value: unknown): value is Range {
  return isObject(value) && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): value is Position {
  return isObject(value) && typeof value.line === 'number' && typeof value.character === 'number';
}

function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

function pathOf(uri: string): string {
  return fileURLToPath(uri).replaceAll('\\', '/');
}

/** Not a hint, such as a name that is never read: the language server gives those among the errors (7.0.2). */
function isError(item: unknown): boolean {
  return isObject(item) && (item.severity === undefined || item.severity === 1);
}

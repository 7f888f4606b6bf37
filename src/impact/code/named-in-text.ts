import { type Node, parseSync, type TemplateLiteral } from 'oxc-parser';
import type { Dialect } from '../../project/dialects.js';
import { children, linesOf } from '../../schema/source/index.js';
import { mentions } from '../mentions.js';
import { type CodeFile, isScript } from './source-files.js';

/** A place that names a table or a column in text, which no compiler understands. */
export interface TextPlace {
  path: string;
  /** 1-based. */
  line: number;
  /** The line, cut. */
  text: string;
}

/** What is looked for: names in the database, and the name that code has for the table. */
export interface Names {
  table: string;
  column: string | null;
  /** The property that code has for the column. */
  property: string | null;
  /** The table's. */
  exportName: string | null;
}

/**
 * Where strings and templates of code look like SQL and name the table, or the column together with its table (which
 * code may put in: sql`${users}.email`). Components (Vue, Svelte, Astro) are text as a whole: their lines that have the
 * name of the column, or of the table, where the file names the table.
 */
export function namedInText(dialect: Dialect, files: CodeFile[], names: Names): TextPlace[] {
  return files.flatMap((file) => {
    const lines = isScript(file.path) ? inStrings(dialect, file, names) : inComponent(file, names);
    const texts = file.text.split('\n');
    return [...new Set(lines)].map((line) => ({ path: file.path, line, text: shortened(texts[line - 1] ?? '') }));
  });
}

/** A line of code as it is shown: without the space around it, at most 120 characters. */
export function shortened(line: string): string {
  const text = line.trim();
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** The same where a place in the line is to be seen: of a long line the part around it. */
export function shownAround(line: string, place: number): string {
  const text = line.trim();
  const at = place - line.search(/\S/);
  const from = at <= 90 || text.length <= 120 ? 0 : Math.min(at - 60, text.length - 119);
  return from === 0 ? shortened(text) : shortened(`…${text.slice(from)}`);
}

function inStrings(dialect: Dialect, { path, text }: CodeFile, { table, column, exportName }: Names): number[] {
  const { program } = parseSync(path, text, { sourceType: 'module' });
  const lineAt = linesOf(text);
  const found: number[] = [];
  for (const { sql, inserted, start } of sqlIn(program, text)) {
    const namesTable = mentions(dialect, sql, table);
    const hasTable = namesTable || (exportName !== null && inserted.includes(exportName));
    if (column === null ? namesTable : hasTable && mentions(dialect, sql, column)) found.push(lineAt(start));
  }
  return found;
}

interface SqlText {
  /** What code puts in is left out. */
  sql: string;
  /** The last names of what code puts in: `users` of `${schema.users}`. */
  inserted: string[];
  start: number;
}

const beginnings = /^\s*(?:select|insert|update|delete|with|merge|truncate|alter|create|drop|explain|copy|comment)\b/i;

/** Templates with the tag `sql` (`sql.raw`, `tx.sql`), and strings that begin as statements do. */
function* sqlIn(node: Node, text: string): Generator<SqlText> {
  if (node.type === 'TaggedTemplateExpression') {
    const tag = text.slice(node.tag.start, node.tag.end);
    if (/(?:^|\.)sql(?:$|[.<])/i.test(tag)) yield template(node.quasi, text);
    for (const inner of node.quasi.expressions) yield* sqlIn(inner, text);
    return;
  }
  if (node.type === 'TemplateLiteral') {
    const found = template(node, text);
    if (beginnings.test(found.sql)) yield found;
  } else if (node.type === 'Literal' && typeof node.value === 'string' && beginnings.test(node.value)) {
    yield { sql: node.value, inserted: [], start: node.start };
  }
  for (const child of children(node)) yield* sqlIn(child, text);
}

function template({ quasis, expressions, start }: TemplateLiteral, text: string): SqlText {
  return {
    sql: quasis.map(({ value }) => value.cooked ?? value.raw).join(' '),
    inserted: expressions.map((one) => text.slice(one.start, one.end).split('.').at(-1) ?? ''),
    start,
  };
}

function inComponent({ text }: CodeFile, { table, column, property, exportName }: Names): number[] {
  const words = [table, ...(exportName === null ? [] : [exportName])].map(wordOf);
  if (!words.some((word) => word.test(text))) return [];
  const wanted = column === null ? words : [column, property ?? column].map(wordOf);
  return text.split('\n').flatMap((line, at) => (wanted.some((word) => word.test(line)) ? [at + 1] : []));
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])`);
}

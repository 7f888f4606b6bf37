import { parseSync, type Statement } from 'oxc-parser';
import { lineOf } from '../../schema/source/index.js';
import { shownAround } from './named-in-text.js';

/** A place in the code that means the table or the column. */
export interface CodePlace {
  /** Relative to the tree's root. */
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** The line, cut around the place. */
  text: string;
  /** An import or a re-export uses nothing by itself. */
  kind: 'use' | 'import' | 're-export';
}

/** What the places at these offsets of a file are. */
export function placesAt(path: string, text: string, offsets: number[]): CodePlace[] {
  const { program } = parseSync(path, text, { sourceType: 'module' });
  return offsets
    .toSorted((a, b) => a - b)
    .map((offset) => {
      const statement = program.body.find(({ start, end }) => start <= offset && offset < end);
      const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
      const lineEnd = text.indexOf('\n', offset);
      return {
        path,
        line: lineOf(text, offset),
        column: offset - lineStart + 1,
        text: shownAround(text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd), offset - lineStart),
        kind: statement === undefined ? 'use' : kindOf(statement),
      };
    });
}

function kindOf(statement: Statement): CodePlace['kind'] {
  if (statement.type === 'ImportDeclaration') return 'import';
  const isReexport =
    statement.type === 'ExportAllDeclaration' ||
    (statement.type === 'ExportNamedDeclaration' && statement.declaration === null);
  return isReexport ? 're-export' : 'use';
}

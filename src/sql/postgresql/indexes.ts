import type { IndexStmt } from 'libpg-query';
import type { Action, IndexPart } from '../operation.js';
import { afterWord, inParentheses, splitAtCommas, textOf } from '../token-ranges.js';
import { tableName } from './names.js';
import { afterTable, type Source } from './source.js';

export function createIndex(source: Source, statement: IndexStmt): Action {
  const tokens = afterTable(source, statement.relation);
  const texts = splitAtCommas(inParentheses(tokens)).map((part) => textOf(source.sql, part));
  const parts = (statement.indexParams ?? []).flatMap((node, at): IndexPart[] =>
    'IndexElem' in node ? [{ column: node.IndexElem.name ?? null, text: texts[at] ?? '' }] : [],
  );
  return {
    kind: 'create index',
    ...tableName(statement.relation),
    index: statement.idxname ?? null,
    unique: statement.unique === true,
    concurrently: statement.concurrent === true,
    ifNotExists: statement.if_not_exists === true,
    method: statement.accessMethod ?? null,
    parts,
    where: statement.whereClause === undefined ? null : textOf(source.sql, afterWord(tokens, 'where') ?? []),
  };
}

import type { OperationOf } from '../../sql/operation.js';
import { isWord, textOf } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import type { Draft } from './draft.js';
import { keyOf } from './model.js';

/** CREATE [OR REPLACE] VIEW, ALTER VIEW: the view as a whole. */
export function defineView(draft: Draft, operation: OperationOf<'create view' | 'alter view'>): void {
  const { schema, name } = operation;
  const key = keyOf({ schema, table: name });
  const old = draft.views.get(key);
  // What OR REPLACE replaced, if anything did stand there, is not known.
  if (old === undefined && operation.kind === 'alter view') draft.unknownViews.push(name);
  const parts = partsOf(operation.text);
  if (parts === null) draft.unknownViews.push(name);
  else {
    const names = new Set(tokenize('mysql', parts.tail).map(({ kind, value }) => (kind === 'string' ? '' : value)));
    const reads = [...draft.tables.keys(), ...draft.views.keys()].filter((other) => names.has(other) && other !== key);
    draft.views.set(key, { id: old?.id ?? draft.id(), schema, name, ...parts, reads });
  }
}

export function dropView(draft: Draft, operation: OperationOf<'drop view'>): void {
  const { schema, name } = operation;
  const key = keyOf({ schema, table: name });
  if (!draft.views.delete(key) && !operation.ifExists) draft.unknownViews.push(name);
}

/** What stands before and after the view's name. */
function partsOf(text: string): { head: string; tail: string } | null {
  const tokens = tokenize('mysql', text);
  const at = tokens.findIndex((token) => isWord(token, 'view'));
  const isQualified = tokens[at + 2]?.value === '.' && tokens[at + 2]?.kind === 'symbol';
  const nameEnd = tokens[at + (isQualified ? 3 : 1)]?.end;
  if (at === -1 || nameEnd === undefined) return null;
  const isReplaced = isWord(tokens[1], 'or');
  const options = textOf(text, tokens.slice(isReplaced ? 3 : 1, at + 1));
  return { head: `CREATE ${options}`, tail: text.slice(nameEnd) };
}

import type { OperationOf } from '../../sql/operation.js';
import { takeUntil, textOf } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { addColumn } from './apply-column.js';
import { addConstraint } from './apply-key.js';
import type { Draft } from './draft.js';
import { keyOf } from './model.js';
import { renameInExpression } from './rewrite.js';

export function createTable(draft: Draft, operation: OperationOf<'create table'>): void {
  if (operation.ifNotExists && draft.tables.has(keyOf(operation))) return;
  const table = draft.create(operation);
  table.options = optionsOf(operation.text);
  for (const column of operation.columns) addColumn(draft, table, column);
  // Keys first: a foreign key that finds one gets no index of its own.
  const [keys, foreign] = [operation.constraints, operation.constraints].map((all, pass) =>
    all.filter(({ type }) => (type === 'foreign key') === (pass === 1)),
  );
  for (const constraint of [...(keys ?? []), ...(foreign ?? [])]) addConstraint(draft, table, constraint);
}

/** What follows the brackets. */
function optionsOf(text: string): string {
  const tokens = tokenize('mysql', text);
  const open = tokens.findIndex(({ kind, value }) => kind === 'symbol' && value === '(');
  const inner = takeUntil(tokens.slice(open + 1), () => false);
  return textOf(text, tokens.slice(open + inner.length + 2));
}

export function dropTable(draft: Draft, operation: OperationOf<'drop table'>): void {
  if (operation.ifExists && !draft.tables.has(keyOf(operation))) return;
  draft.table(operation);
  draft.tables.delete(keyOf(operation));
}

/** RENAME TABLE does it to views, too. */
export function renameTable(draft: Draft, operation: OperationOf<'rename table'>): void {
  const { schema, to } = operation;
  const view = draft.views.get(keyOf(operation));
  if (view !== undefined) {
    draft.views.delete(keyOf(operation));
    draft.views.set(keyOf({ schema, table: to }), { ...view, name: to });
    return;
  }
  const table = draft.table(operation);
  const from = table.table;
  draft.tables.delete(keyOf(operation));
  table.table = to;
  draft.set(table);
  const rewrite = (expression: string): string => renameInExpression(expression, new Map(), { from, to });
  for (const check of table.checks) check.expression = rewrite(check.expression);
  for (const column of table.columns) {
    const { generated } = column.definition;
    if (generated === null) continue;
    column.definition = {
      ...column.definition,
      generated: { ...generated, expression: rewrite(generated.expression) },
    };
  }
  for (const key of table.foreignKeys.filter(({ isUnnamed }) => isUnnamed)) {
    key.name = key.name.replace(`${from}_ibfk_`, () => `${to}_ibfk_`);
  }
  for (const { schema: at, table: name, foreignKeys } of [...draft.tables.values()]) {
    if (!foreignKeys.some(({ references }) => references.schema === schema && references.table === from)) continue;
    for (const { references } of draft.table({ schema: at, table: name }).foreignKeys) {
      if (references.schema === schema && references.table === from) references.table = to;
    }
  }
}

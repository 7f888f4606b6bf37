import MagicString from 'magic-string';
import { insertItems, listOf, quoted } from '../../src/scaffold/edit/index.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { unwrap } from '../../src/schema/source/index.js';
import type { ExistingRelation } from './existing.js';
import { cannotEdit } from './refuse.js';
import type { State } from './state.js';
import { styleOf } from './write-older.js';

/** The change that gives a relation which is there the name of its pair. Throws a LockstepError (exit 2) where it cannot be edited safely. */
export function namePair({ call, host, line }: ExistingRelation, alias: string, state: State): FileChange {
  const { file, kind } = host;
  const { text, path } = file;
  const style = styleOf(file, state);
  const isFirst = kind === 'relations';
  const setting = `${isFirst ? 'relationName' : 'alias'}: ${quoted(alias, style)}`;
  const settings = call.arguments[isFirst ? 1 : 0];
  const value = unwrap(settings);
  const edit = new MagicString(text);
  const space = style.bracketSpacing ? ' ' : '';
  if (value?.type === 'ObjectExpression') {
    insertItems(edit, text, listOf(value, value.properties), value.properties.length, [() => setting], style);
  } else if (settings)
    throw cannotEdit({ path, line }, 'the settings of this relation are not an object there', setting);
  else {
    const last = call.arguments.at(-1);
    const object = `{${space}${setting}${space}}`;
    if (last) edit.appendLeft(last.end, `, ${object}`);
    else edit.appendLeft(call.end - 1, object);
  }
  return { path, kind: 'edit', before: text, after: edit.toString() };
}

import MagicString from 'magic-string';
import { Imports, insertItems, listOf } from '../../src/scaffold/edit/index.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import { clientsOf, isElsewhere, objectsOf, settingOf } from './client.js';
import type { State } from './state.js';
import { styleOf } from './write-older.js';

/**
 * The change that gives the only client of the project its relations of drizzle-orm 1.0, where its settings are an
 * object without them. Null where there is none or several, or where it cannot be done safely: the next steps say it then.
 */
export function connectClient(state: State): FileChange | null {
  const [host, ...more] = state.calls.filter(({ kind }) => kind === 'defineRelations');
  const [client, ...others] = clientsOf(state);
  if (!host || more.length > 0 || !client || others.length > 0 || host.local !== 'relations') return null;
  const { file, call } = client;
  const [settings, ...rest] = objectsOf(call);
  const isSafe =
    settings !== undefined && rest.length === 0 && settings === call.arguments.at(-1) && !isElsewhere(call);
  if (!isSafe || settingOf(settings, 'relations').length > 0 || !host.file.exports.includes('relations')) return null;
  const style = styleOf(file, state);
  const imports = new Imports(file, style, []);
  const source = specifier(file.path, host.file.path, moduleEnding([...state.schema.files, file], state.context));
  const name = file.path === host.file.path ? 'relations' : imports.use(source, 'relations');
  const edit = new MagicString(file.text);
  const item = (): string => (name === 'relations' ? name : `relations: ${name}`);
  insertItems(edit, file.text, listOf(settings, settings.properties), settings.properties.length, [item], style);
  imports.apply(edit);
  return { path: file.path, kind: 'edit', before: file.text, after: edit.toString() };
}

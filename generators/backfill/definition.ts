import { posix } from 'node:path';
import {
  array,
  type Code,
  call,
  chainOf,
  defaultStyle,
  Imports,
  lineWidth,
  object,
  print,
  raw,
  type Style,
} from '../../src/scaffold/edit/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import type { BackfillAnswers } from './answers.js';
import type { Decided, Parts } from './decide.js';
import type { Home } from './script.js';
import { storedType } from './undone.js';

/** The file that says what a backfill does. */
export function definition(
  decided: Decided,
  { batch, pause }: BackfillAnswers,
  { folder, ending, command }: Home,
  context: GeneratorContext,
): string {
  const { name, found, schema, column, where, onlyEmpty, notUndone } = decided;
  const path = posix.join(folder, `${name}.ts`);
  const style = styleOf(context);
  const imports = new Imports(null, style, ['backfill', 'value', 'condition']);
  const table = imports.use(
    specifier(path, found.table.path, moduleEnding(schema.files, context)),
    found.table.exportName ?? found.table.local,
  );
  imports.use(`./batches${ending}`, 'Backfill', true);
  const own = (property: string): string => `${table}.${property}`;
  const drizzle = (name: string): string => imports.use('drizzle-orm', name);
  const value = sqlCode(decided.value, own, () => drizzle('sql'));
  const condition = where === null ? null : sqlCode(where, own, () => drizzle('sql'));
  const also = condition === null ? [] : [raw('condition')];
  const both = (first: Code): Code => (also.length === 0 ? first : chainOf(call(drizzle('and'), first, ...also)));
  const empty = onlyEmpty ? chainOf(call(drizzle('isNull'), raw(own(column.property)))) : null;
  const stored = storedType(column, context.project.dialect);
  const compared = stored === null ? raw('value') : raw(`${drizzle('sql')}\`cast(\${value} as ${stored})\``);
  const down =
    notUndone === null
      ? object([
          ['where', both(chainOf(call(drizzle('eq'), raw(own(column.property)), compared)))],
          ['set', object([[column.property, raw('null')]])],
        ])
      : { kind: 'string' as const, text: notUndone };
  const shared = notUndone === null;
  const line = (key: string, code: Code): string => {
    const before = `${style.indent}${key}: `;
    return `${before}${print(code, before, ',', style)},`;
  };
  const text = context.render('backfill/backfill.ts.hbs', {
    imports: imports.statements().map((one) => one.replace(/^import \{ type (\w+) \}/, 'import type { $1 }')),
    declares: shared || condition !== null,
    shared: shared ? value : '',
    condition: condition ?? '',
    title: `${found.name}.${column.databaseName}`,
    command: `${command} ${name}`,
    lines: [
      line('name', { kind: 'string', text: name }),
      line('table', raw(table)),
      line('key', array(decided.key.map(({ property }) => raw(own(property))))),
      line('where', empty === null ? raw('condition') : both(empty)),
      line('set', object([[column.property, raw(shared ? 'value' : value)]])),
      line('repeatable', raw(String(onlyEmpty))),
      line('down', down),
      line('batch', raw(String(batch))),
      line('pause', raw(String(pause))),
    ],
  });
  return text;
}

/** As the templates beside it are written, in lines as long as the project has them. */
export const styleOf = ({ read }: GeneratorContext): Style => ({ ...defaultStyle, width: lineWidth(read) });

/** A `` sql`…` `` template with the columns in it. */
export function sqlCode(parts: Parts, own: (property: string) => string, sql: () => string): string {
  const text = parts.map((part) =>
    part.kind === 'text' ? part.text.replaceAll(/[\\`]|\$\{/g, '\\$&') : `\${${own(part.column.property)}}`,
  );
  return `${sql()}\`${text.join('')}\``;
}

import type { CodePlace } from '../impact/code/classify.js';
import type { CodeUses } from '../impact/code/search.js';
import type { Impact } from '../impact/impact.js';
import { printableLine } from './formats/parts.js';
import type { Paint } from './report-text.js';

/** How an impact is shown. */
export interface Shown {
  /** As the database names what was asked about. */
  name: string;
  /** What to do next. */
  next: string;
  paint: Paint;
}

/** What depends on a table or a column, as a person reads it. */
export function impactText(impact: Impact, { name, next, paint }: Shown): string {
  const { goneWith, definition, dependents, isPartial, inSchema, code } = impact;
  const defined = definition === null ? 'not in the schema files' : `${definition.path}:${definition.line}`;
  const at = goneWith === null ? defined : `gone with ${goneWith}; this is what it was`;
  const kind = Math.max(0, ...dependents.map((one) => one.kind.length));
  const inDatabase = dependents.map((one) => {
    const owner = one.table === null ? '' : ` of ${one.table}`;
    return `  ${one.kind.padEnd(kind)}  ${one.name ?? 'without a name'}${owner}${one.detail === '' ? '' : `  ${one.detail}`}`;
  });
  if (isPartial) inDatabase.push('  The migrations have statements that are not understood: there may be more.');
  return [
    `${paint('bold', name)}  ${at}`,
    ...section('In the database', dependents.length, inDatabase, paint),
    ...section(
      'In the schema files',
      inSchema.length,
      inSchema.map(({ path, line, what }) => `  ${path}:${line}  ${what}`),
      paint,
    ),
    ...codeLines(code, paint),
    '',
    `Next: ${paint('cyan', next)}`,
    '',
  ]
    .map(printableLine)
    .join('\n');
}

function section(title: string, count: number, lines: string[], paint: Paint): string[] {
  return ['', paint('bold', `${title}: ${count === 0 ? 'nothing' : count}`), ...lines];
}

function codeLines({ typescript, notSearched, places, inText }: CodeUses, paint: Paint): string[] {
  const uses = places.filter(({ kind }) => kind === 'use');
  const files = new Set(uses.map(({ path }) => path));
  const lines = [''];
  if (notSearched !== null) lines.push(paint('yellow', `Code not searched: ${notSearched}.`));
  else {
    const count = uses.length === 0 ? 'no place' : `${counted(uses.length, 'place')} in ${counted(files.size, 'file')}`;
    lines.push(`${paint('bold', `In the code: ${count}`)} (TypeScript ${typescript})`);
    for (const path of files) lines.push(`  ${path}`, ...uses.filter((use) => use.path === path).map(placeLine));
    lines.push(...others(places, 'import', 'Imported'), ...others(places, 're-export', 'Re-exported'));
  }
  if (inText.length > 0) {
    lines.push('', paint('bold', `Named in text: ${counted(inText.length, 'place')}, to be read by a person`));
    lines.push(...inText.map(({ path, line, text }) => `  ${path}:${line}  ${text}`));
  }
  return lines;
}

function placeLine({ line, column, text }: CodePlace): string {
  return `    ${`${line}:${column}`.padEnd(7)} ${text}`;
}

function others(places: CodePlace[], kind: CodePlace['kind'], label: string): string[] {
  const found = places.filter((place) => place.kind === kind).map(({ path, line }) => `${path}:${line}`);
  return found.length === 0 ? [] : [`  ${label}: ${found.join(', ')}`];
}

/** `1 place`, `2 places`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

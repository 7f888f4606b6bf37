import type MagicString from 'magic-string';
import type { SourceFile, SourceImport } from '../../schema/source/index.js';
import { quoted } from './code.js';
import type { Style } from './style.js';

interface Added {
  imported: string;
  local: string;
  type: boolean;
}

/** The names that new code needs from modules: finds the ones a file has, adds the others in the file's own way. */
export class Imports {
  private readonly added = new Map<string, Added[]>();
  private readonly taken: Set<string>;
  private readonly file: SourceFile | null;
  private readonly style: Style;

  /**
   * @param file the file that the code goes into; null for a new one
   * @param declared names that the new code declares itself
   */
  constructor(file: SourceFile | null, style: Style, declared: Iterable<string>) {
    this.file = file;
    this.style = style;
    this.taken = new Set([...(file?.names ?? []), ...declared]);
  }

  /** What to write for `name` of `module`: its name, the alias that the file gave it, or `p.name` of a namespace. */
  use(module: string, name: string, type = false): string {
    for (const { source, named, namespace, typeOnly } of this.file?.imports ?? []) {
      if (source !== module) continue;
      const found = named.find((one) => one.imported === name && (type || !(typeOnly || one.typeOnly)));
      if (found) return found.local;
      if (namespace !== null && (type || !typeOnly)) return `${namespace}.${name}`;
    }
    const list = this.added.get(module) ?? [];
    this.added.set(module, list);
    const known = list.find((one) => one.imported === name);
    if (known) {
      known.type &&= type;
      return known.local;
    }
    const local = this.free(name);
    this.taken.add(local);
    list.push({ imported: name, local, type });
    return local;
  }

  private free(name: string): string {
    if (!this.taken.has(name)) return name;
    const base = `drizzle${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    let local = base;
    for (let count = 2; this.taken.has(local); count++) local = `${base}${count}`;
    return local;
  }

  /** The import statements of a new file: packages first, then the project's files. */
  statements(): string[] {
    return [...this.added]
      .sort(([a], [b]) => compareSources(a, b))
      .map(([module, list]) => this.statement(module, list));
  }

  /** Adds what is missing to the file that `edit` holds. */
  apply(edit: MagicString): void {
    const { file } = this;
    if (!file) return;
    const fresh: string[] = [];
    for (const [module, list] of [...this.added].sort(([a], [b]) => compareSources(a, b))) {
      const host = file.imports.find(
        ({ source, named, typeOnly }) => source === module && named.length > 0 && !typeOnly,
      );
      if (host) this.extend(edit, file, host, list);
      else if (file.imports.length > 0) this.insert(edit, file, module, this.statement(module, list));
      else fresh.push(this.statement(module, list));
    }
    if (fresh.length === 0) return;
    const { eol } = this.style;
    const first = file.program.body.find((one) => !('directive' in one && one.directive));
    edit.appendLeft(
      first?.start ?? file.text.length,
      fresh.join(eol) + eol + (first || file.text.trim() === '' ? eol : ''),
    );
  }

  private statement(module: string, list: Added[]): string {
    const specifiers = list.map(specifier).sort((a, b) => compareNames(bare(a), bare(b)));
    return `import ${this.braces(specifiers, `} from ${quoted(module, this.style)};`)} from ${quoted(module, this.style)}${this.style.semicolons ? ';' : ''}`;
  }

  private braces(specifiers: string[], tail: string): string {
    const { bracketSpacing, width, indent, eol, trailingCommas } = this.style;
    const space = bracketSpacing ? ' ' : '';
    const line = `{${space}${specifiers.join(', ')}${space}}`;
    if (`import ${line}${tail.slice(1)}`.length <= width) return line;
    return `{${eol}${specifiers.map((one) => indent + one).join(`,${eol}`)}${trailingCommas ? ',' : ''}${eol}}`;
  }

  private extend(edit: MagicString, file: SourceFile, host: SourceImport, list: Added[]): void {
    const { text } = file;
    const [first, last] = [host.named[0], host.named.at(-1)];
    if (!first || !last) return;
    const open = text.lastIndexOf('{', first.start);
    const close = text.indexOf('}', last.end);
    const inside = text.slice(open, close + 1);
    const written = host.named.map(({ start, end }) => text.slice(start, end));
    const sorted = written.every((one, at) => at === 0 || compareNames(bare(written[at - 1] ?? ''), bare(one)) <= 0);
    if (!inside.includes('\n') && !/\/[/*]/.test(inside)) {
      const all = [...written];
      for (const one of list.map(specifier)) all.splice(position(all, one, sorted), 0, one);
      const broken = this.braces(all, text.slice(close, host.end));
      if (broken.includes('\n')) {
        edit.overwrite(open, close + 1, broken);
        return;
      }
    }
    for (const one of list.map(specifier).sort((a, b) => compareNames(bare(a), bare(b)))) {
      const next = host.named[position(written, one, sorted)];
      const anchor = next ?? last;
      const lead = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, anchor.start));
      const gap = lead ? `,${this.style.eol}${lead[1] ?? ''}` : ', ';
      if (next) edit.appendLeft(next.start, one + gap);
      else edit.appendLeft(last.end, gap + one);
    }
  }

  private insert(edit: MagicString, file: SourceFile, module: string, statement: string): void {
    const { eol } = this.style;
    const next = file.imports.find(({ source }) => compareSources(source, module) > 0);
    const last = file.imports.at(-1);
    if (next) edit.appendLeft(next.start, statement + eol);
    else if (last) edit.appendLeft(last.end, eol + statement);
  }
}

const specifier = ({ imported, local, type }: Added): string =>
  `${type ? 'type ' : ''}${imported === local ? imported : `${imported} as ${local}`}`;
const bare = (text: string): string => text.replace(/^type\s+/, '');

function position(written: string[], one: string, sorted: boolean): number {
  const at = sorted ? written.findIndex((other) => compareNames(bare(other), bare(one)) > 0) : -1;
  return at === -1 ? written.length : at;
}

/** The order that formatters keep names in: letters before their capitals' difference counts. */
export function compareNames(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x !== y) return x < y ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareSources(a: string, b: string): number {
  const rank = (source: string): number =>
    source.startsWith('..') ? 2 : source.startsWith('.') ? 3 : source.startsWith('node:') ? 0 : 1;
  return rank(a) - rank(b) || compareNames(a, b);
}

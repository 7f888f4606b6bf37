import { LockstepError } from '../errors.js';
import type { FolderReader } from './reader.js';
import { createRenderer, packagedRenderer, type Render } from './templates.js';

/** Where a project has templates of its own, relative to its root: a file of the same name wins over the packaged one. */
export const ownTemplatePath = (name: string): string => `templates/${name}`;

/**
 * The text of the project's own template `name`, or `null` when the packaged one is used.
 * Throws a LockstepError for one that is not UTF-8 text. What is called `templates` and is no folder of the project is
 * somebody else's: nobody has templates of his own there.
 */
export function readOwnTemplate({ read, list }: FolderReader, name: string): string | null {
  const path = ownTemplatePath(name);
  const at = path.lastIndexOf('/');
  return listed(list, path.slice(0, at)).includes(path.slice(at + 1)) ? read(path) : null;
}

function listed(list: FolderReader['list'], folder: string): string[] {
  try {
    return list(folder);
  } catch (error) {
    if (error instanceof LockstepError) return [];
    throw error;
  }
}

/**
 * Fills the templates of a project: its own where it has one of that name, else the packaged one. Throws a LockstepError
 * (exit 2) for a template of the project that cannot be filled; it names the file, the line and the values that there are.
 */
export function projectRenderer(reader: FolderReader, packaged: Render = packagedRenderer()): Render {
  const own = new Map<string, Render | null>();
  return (name, values, helpers) => {
    let render = own.get(name);
    if (render === undefined) {
      const text = readOwnTemplate(reader, name);
      render = text === null ? null : ownRender(name, text);
      own.set(name, render);
    }
    return (render ?? packaged)(name, values, helpers);
  };
}

function ownRender(name: string, text: string): Render {
  // Code is made with plain line ends, which become those of its file when it is written.
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const render = createRenderer(() => plain);
  return (_, values, helpers) => {
    try {
      return render(name, values, helpers);
    } catch (error) {
      throw templateError(name, text, error, [...describeValues(values), ...Object.keys(helpers ?? {})]);
    }
  };
}

/** What Handlebars 4.7.10 throws, as something that the owner of the template can mend. */
function templateError(name: string, text: string, error: unknown, known: string[]): LockstepError {
  const path = ownTemplatePath(name);
  const message = error instanceof Error ? error.message : String(error);
  const missing = /^"([^"]+)" not defined|^Missing helper: "([^"]+)"/.exec(message);
  const key = missing?.[1] ?? missing?.[2];
  // Of a function that the generator gave to the template.
  if (error instanceof LockstepError) {
    const { fix } = error;
    return new LockstepError(error.message, { path, ...(fix === undefined ? {} : { fix }), cause: error });
  }
  const line = lineOf(error) ?? (key === undefined ? undefined : lineNaming(text, key));
  const where = { path, ...(line === undefined ? {} : { line }), cause: error };
  if (key !== undefined) {
    return new LockstepError(`The template names "${key}", which is not there.`, {
      ...where,
      fix: `There are ${known.join(', ')}. If ${path} is not meant for lockstep, give it another name.`,
    });
  }
  const [first = message] = message.split('\n');
  const code = line === undefined ? undefined : text.split('\n')[line - 1]?.trim();
  const reason = first.replace(/:$/, '') + (code === undefined || code === '' ? '' : `: ${code}`);
  return new LockstepError(`The template cannot be filled: ${reason}`, {
    ...where,
    fix: `Mend it, or compare it with the packaged one: lockstep templates ${name} --diff`,
  });
}

/** Handlebars puts the line on what it throws while filling, and into the text of what it throws while parsing. */
function lineOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('lineNumber' in error && typeof error.lineNumber === 'number') return error.lineNumber;
  const line = /^Parse error on line (\d+)|- (\d+):\d+$/.exec(error.message);
  return line === null ? undefined : Number(line[1] ?? line[2]);
}

/** Of a value that a helper or a condition asks for Handlebars does not say where. */
function lineNaming(text: string, key: string): number | undefined {
  const escaped = key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const at = new RegExp(`\\{\\{[^}]*(?<![\\w.])${escaped}(?!\\w)`).exec(text)?.index;
  return at === undefined ? undefined : text.slice(0, at).split('\n').length;
}

/** `name`, `columns[] (property, code)`. */
function describeValues(values: Record<string, unknown>): string[] {
  return Object.entries(values).map(([name, value]) => {
    if (!Array.isArray(value)) return name;
    const [first]: unknown[] = value;
    const inner = typeof first === 'object' && first !== null ? ` (${Object.keys(first).join(', ')})` : '';
    return `${name}[]${inner}`;
  });
}

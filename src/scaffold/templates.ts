import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LockstepError } from '../errors.js';
import { compileTemplate } from './compile-template.js';
import type { Helpers } from './template-helpers.js';

/** Fills the template `name` (its path below `templates/`); `helpers` are functions that this template alone can call. */
export type Render = (name: string, values: Record<string, unknown>, helpers?: Helpers) => string;
type Fill = (values: Record<string, unknown>, helpers?: Helpers) => string;

/**
 * Makes the function that fills templates. `readTemplate` gives the text of a template by its name.
 *
 * Files that end in `.hbs` are Handlebars templates: nothing is escaped (they are code, not HTML), and a value that is
 * missing is an error instead of an empty string. Helpers: `json` (a value as JSON), `eq`, and for names those of
 * fields/naming-helpers.ts. Other files are returned as they are.
 */
export function createRenderer(readTemplate: (name: string) => string): Render {
  const filled = new Map<string, Fill>();
  return (name, values, helpers) => {
    let fill = filled.get(name);
    if (fill === undefined) {
      fill = fillerOf(name, readTemplate);
      filled.set(name, fill);
    }
    return fill(values, helpers);
  };
}

function fillerOf(name: string, readTemplate: (name: string) => string): Fill {
  if (!name.endsWith('.hbs')) {
    const text = readTemplate(name);
    return () => text;
  }
  const template = compileTemplate(name, () => readTemplate(name));
  return (values, helpers) => template(complete(name, values), helpers && { helpers });
}

/** `strict` overlooks a value that only a condition or a helper asks for (seen on Handlebars 4.7.10). */
function complete(template: string, values: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(values, {
    get(target, key) {
      if (typeof key === 'string' && !Reflect.has(target, key)) throw new Error(`"${key}" not defined in ${template}.`);
      return Reflect.get(target, key);
    },
  });
}

/** The text of a packaged template. */
export const readTemplate = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

/** Reads templates from the package that this code was installed with. */
export function packagedRenderer(folder: string = templatesFolder()): Render {
  return createRenderer((name) => readTemplate(folder, name));
}

/**
 * The folder `templates` of the package that this code belongs to: upwards from here, beside a package.json. The same
 * search serves the sources, both bundles and their chunks.
 */
export function templatesFolder(start: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    const templates = join(folder, 'templates');
    if (existsSync(templates) && existsSync(join(folder, 'package.json'))) return templates;
    if (dirname(folder) === folder) {
      throw new LockstepError('The templates of this package are missing.', {
        exitCode: 1,
        fix: 'Install the package again.',
      });
    }
  }
}

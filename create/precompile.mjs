import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Handlebars from 'handlebars';

const compiler = /[\\/]src[\\/]scaffold[\\/]compile-template\.ts$/;

/**
 * An esbuild plugin: the templates `project/**` of `folder` go into the bundle as compiled functions, and Handlebars
 * as its runtime alone.
 */
export function precompiledTemplates(folder) {
  return {
    name: 'precompiled-templates',
    setup(build) {
      build.onLoad({ filter: compiler }, () => {
        const entries = templatesIn(folder, (name) => name.startsWith('project/')).map(
          ({ name, compiled }) => `${JSON.stringify(name)}: () => (${compiled}),`,
        );
        return { loader: 'ts', contents: runtimeModule(entries) };
      });
    },
  };
}

/**
 * An esbuild plugin: the templates of the generators go into the bundle as compiled functions, by their text, and the
 * runtime of Handlebars with them. All of Handlebars is loaded for a text that is not among them: that of a project.
 */
export function precompiledByText(folder) {
  return {
    name: 'precompiled-by-text',
    setup(build) {
      build.onResolve({ filter: /^handlebars\/runtime$/ }, ({ path }) => ({
        path: createRequire(import.meta.url).resolve(path),
      }));
      build.onLoad({ filter: compiler }, () => {
        const entries = templatesIn(folder, (name) => !name.startsWith('project/')).map(
          ({ text, compiled }) => `'${createHash('sha256').update(text).digest('hex')}': () => (${compiled}),`,
        );
        return { loader: 'ts', contents: byTextModule(entries) };
      });
    },
  };
}

function templatesIn(folder, isWanted) {
  return readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.hbs') && isWanted(name))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      // The same options as in compile-template.ts.
      return { name, text, compiled: Handlebars.precompile(text, { noEscape: true, strict: true }) };
    });
}

function runtimeModule(entries) {
  return `
import Handlebars from 'handlebars/runtime';
import { templateHelpers } from './template-helpers.js';
const handlebars = Handlebars.create();
handlebars.registerHelper(templateHelpers);
const compiled: Record<string, () => unknown> = {
${entries.join('\n')}
};
export function compileTemplate(name: string) {
  const template = compiled[name];
  if (template === undefined) throw new Error('No template ' + name + '.');
  return handlebars.template(template());
}
`;
}

function byTextModule(entries) {
  return `
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import Runtime from 'handlebars/runtime';
import { namingHelpers } from './fields/naming-helpers.js';
import { templateHelpers } from './template-helpers.js';
const compiled: Record<string, () => unknown> = {
${entries.join('\n')}
};
const own = (handlebars) => {
  const made = handlebars.create();
  made.registerHelper(templateHelpers);
  made.registerHelper(namingHelpers());
  return made;
};
let runtime, whole;
export function compileTemplate(_name: string, read: () => string) {
  const text = read();
  const template = compiled[createHash('sha256').update(text).digest('hex')];
  if (template !== undefined) return (runtime ??= own(Runtime)).template(template());
  whole ??= own(createRequire(import.meta.url)('handlebars'));
  return whole.compile(text, { noEscape: true, strict: true });
}
`;
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';

/**
 * An esbuild plugin: the templates `project/**` of `folder` go into the bundle as compiled functions, and Handlebars
 * as its runtime alone.
 */
export function precompiledTemplates(folder) {
  return {
    name: 'precompiled-templates',
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/]scaffold[\\/]compile-template\.ts$/ }, () => {
        const names = readdirSync(join(folder, 'project'), { recursive: true })
          .map((name) => `project/${name.replaceAll('\\', '/')}`)
          .filter((name) => name.endsWith('.hbs'));
        const entries = names.map((name) => {
          // The same options as in compile-template.ts.
          const compiled = Handlebars.precompile(readFileSync(join(folder, name), 'utf8'), {
            noEscape: true,
            strict: true,
          });
          return `${JSON.stringify(name)}: () => (${compiled}),`;
        });
        return { loader: 'ts', contents: runtimeModule(entries) };
      });
    },
  };
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

import Handlebars from 'handlebars';
import { namingHelpers } from './fields/naming-helpers.js';
import { type Helpers, templateHelpers } from './template-helpers.js';

const handlebars = Handlebars.create();
handlebars.registerHelper(templateHelpers);
// For templates of a project; those that `npm create` fills need none of them.
handlebars.registerHelper(namingHelpers());

/**
 * Makes the function that fills the template `name`. The bundles replace this module by one whose templates are compiled
 * beforehand (create/precompile.mjs), with the same options and helpers: loading Handlebars and parsing them takes longer
 * than starting node.
 */
export function compileTemplate(
  _name: string,
  read: () => string,
): (values: Record<string, unknown>, options?: { helpers: Helpers }) => string {
  return handlebars.compile<Record<string, unknown>>(read(), { noEscape: true, strict: true });
}

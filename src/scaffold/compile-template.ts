import Handlebars from 'handlebars';
import { templateHelpers } from './template-helpers.js';

const handlebars = Handlebars.create();
handlebars.registerHelper(templateHelpers);

/**
 * Makes the function that fills the template `name`. The bundle of `npm create` replaces this module by one whose
 * templates are compiled beforehand (create/precompile.mjs), with the same options: parsing them takes longer than
 * everything else that the command does.
 */
export function compileTemplate(_name: string, read: () => string): (values: Record<string, unknown>) => string {
  return handlebars.compile<Record<string, unknown>>(read(), { noEscape: true, strict: true });
}

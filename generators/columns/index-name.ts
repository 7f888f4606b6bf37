import { LockstepError } from '../../src/errors.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { ownTemplatePath } from '../../src/scaffold/own-templates.js';

const template = 'names/index.hbs';

/**
 * What an index is called: `orders_user_id_idx`, or as the project's own template says. `columns` are their names in the
 * database, and the words of its expressions. Not cut yet to what the engine takes.
 */
export function indexName(table: string, columns: string[], unique: boolean, context: GeneratorContext): string {
  const name = context.render(template, { table, columns, unique }).trim();
  if (name !== '' && !/[\p{Cc}'"`]/u.test(name)) return name;
  throw new LockstepError(`${JSON.stringify(name)} cannot be the name of an index.`, {
    path: ownTemplatePath(template),
    fix: 'The template has to give one line without quotes: {{table}}_{{#each columns}}{{this}}_{{/each}}idx',
  });
}

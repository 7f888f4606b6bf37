import Handlebars from 'handlebars';
import { namingHelpers } from './fields/naming-helpers.js';
import { templateHelpers } from './template-helpers.js';

const ofAll = [
  'if',
  'unless',
  'each',
  'with',
  'lookup',
  'log',
  ...Object.keys({ ...templateHelpers, ...namingHelpers() }),
];

/**
 * Why a template could not be filled, as far as its text shows: it cannot be parsed, or it names a value that there is
 * not, as after an update of this package. `undefined` when nothing is wrong.
 *
 * @param known the values and helpers that the template is given; `null` when they are not listed anywhere
 */
export function templateProblem(text: string, known: readonly string[] | null): string | undefined {
  try {
    const names = new Names();
    names.accept(Handlebars.parse(text));
    if (known === null) return undefined;
    const stray = [...names.found].filter((name) => !known.includes(name) && !ofAll.includes(name));
    return stray.length === 0 ? undefined : `names ${stray.join(', ')}, which is not there`;
  } catch (error) {
    const line = error instanceof Error ? /^Parse error on line (\d+)/.exec(error.message)?.[1] : undefined;
    return `cannot be parsed${line === undefined ? '' : `, line ${line}`}`;
  }
}

/** The names that a template asks its values and helpers for; what stands in a list has names of its own. */
class Names extends Handlebars.Visitor {
  readonly found = new Set<string>();

  override PathExpression({ data, depth, parts: [first] }: hbs.AST.PathExpression): void {
    if (!data && depth === 0 && first !== undefined) this.found.add(first);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    const inside = block.path.original === 'each' || block.path.original === 'with';
    this.accept(block.path);
    this.acceptArray(block.params);
    this.acceptKey(block, 'hash');
    if (!inside) this.acceptKey(block, 'program');
    this.acceptKey(block, 'inverse');
  }
}

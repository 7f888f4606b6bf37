import type { ArrayExpression } from 'oxc-parser';
import { LockstepError } from '../../src/errors.js';
import { addItems, defaultStyle, detectStyle, lineWidth, quoted, string } from '../../src/scaffold/edit/index.js';
import { didYouMean, snakeCase } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import {
  chain,
  constantOf,
  lineOf,
  type SchemaSource,
  type SourceEnum,
  type SourceFile,
  stringValue,
  unwrap,
} from '../../src/schema/source/index.js';
import type { EnumAnswers } from './answers.js';
import { statementOf } from './statement.js';

type AddAnswers = Extract<EnumAnswers, { kind: 'add' }>;

/**
 * A value more of an enum, in the list that is there.
 * Throws a LockstepError (exit 2) for an enum or a neighbour that is not there, for a value that is, and with the code to
 * paste where the values are no list.
 */
export function addValue(
  { name: typed, value, before, after }: AddAnswers,
  schema: SchemaSource,
  context: GeneratorContext,
): Pick<Plan, 'changes' | 'nextSteps'> {
  if (value.includes("'")) {
    throw new LockstepError(
      `--add ${value}: drizzle-kit 0.31 writes ALTER TYPE … ADD VALUE without escaping the quote.`,
      {
        fix: 'Choose a value without a single quote.',
      },
    );
  }
  const found = findEnum(typed, schema);
  const home = schema.files.find(({ path }) => path === found.path);
  const statement = home ? statementOf(found.local, home) : null;
  if (!home || !statement) throw new Error(`The enum ${found.name} was found and is not there.`);
  const place = { path: found.path, line: lineOf(home.text, statement.start) };
  const list = listOf(found, home, schema, context);
  const style = detectStyle([list?.file ?? home], { ...defaultStyle, width: lineWidth(context.read) });
  const values = list ? valuesOf(list.node) : null;
  if (!list || !values) {
    throw new LockstepError(`The values of ${found.name} are no list of strings, so they cannot be edited safely.`, {
      ...place,
      fix: `Write it where they are made: ${quoted(value, style)}`,
    });
  }
  if (values.includes(value))
    throw new LockstepError(`${found.name} has the value ${value} already, in ${place.path}:${place.line}.`, {
      ...place,
      fix: `Its values: ${values.join(', ')}.`,
    });
  const beside = before ?? after;
  const at = beside === undefined ? values.length : values.indexOf(beside);
  if (beside !== undefined && at === -1)
    throw new LockstepError(`${found.name} has no value ${JSON.stringify(beside)}.`, {
      ...place,
      fix: didYouMean(beside, values) ?? `Its values: ${values.join(', ')}.`,
    });
  const { file, node } = list;
  const text = addItems(file.text, node, after === undefined ? at : at + 1, [string(value)], style);
  const word = snakeCase(value).replaceAll(/\W+/g, '_');
  return {
    changes: [{ path: file.path, kind: 'edit', before: file.text, after: text }],
    nextSteps: [
      `PostgreSQL cannot use ${value} in the transaction that adds it: write it in a later migration. drizzle-kit migrate runs all that are pending in one transaction; lockstep migrate does not.`,
      'PostgreSQL has no way to take a value out of an enum again: the way back makes the type anew.',
      context.generateCommand(`add_${word}_to_${snakeCase(found.name)}`.slice(0, 60).replace(/_+$/, '')),
    ],
  };
}

function findEnum(typed: string, { enums }: SchemaSource): SourceEnum {
  const matching = enums.filter(({ name, exportName, local }) => [name, exportName, local].includes(typed));
  const [first] = matching;
  if (!first) {
    const names = enums.map(({ name }) => name);
    throw new LockstepError(`There is no enum ${JSON.stringify(typed)} in the schema.`, {
      fix:
        [didYouMean(typed, names), names.length > 0 ? `Enums: ${names.join(', ')}.` : undefined]
          .filter(Boolean)
          .join(' ') || `Make it: lockstep new enum ${typed} VALUE…`,
    });
  }
  if (matching.length > 1) {
    throw new LockstepError(
      `${typed} is the name of ${matching.length} enums: ${matching.map(({ path }) => path).join(', ')}.`,
      { path: first.path, fix: `Name it as it is exported: ${matching.map(({ local }) => local).join(' or ')}.` },
    );
  }
  return first;
}

/** The list of an enum's values: in the call, or a constant that the call names. */
function listOf(
  { local }: SourceEnum,
  home: SourceFile,
  schema: SchemaSource,
  context: GeneratorContext,
): { file: SourceFile; node: ArrayExpression } | null {
  const value = unwrap(chain(constantOf(local, home, schema, context)?.init ?? null)?.first.arguments[1]);
  if (value?.type === 'ArrayExpression') return { file: home, node: value };
  if (value?.type !== 'Identifier') return null;
  const named = constantOf(value.name, home, schema, context);
  const list = unwrap(named?.init);
  return named && list?.type === 'ArrayExpression' ? { file: named.file, node: list } : null;
}

function valuesOf({ elements }: ArrayExpression): string[] | null {
  const values = elements.map((one) => (one && one.type !== 'SpreadElement' ? stringValue(one) : null));
  return values.every((one) => one !== null) ? values : null;
}

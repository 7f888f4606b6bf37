import { posix } from 'node:path';
import MagicString from 'magic-string';
import { LockstepError } from '../../src/errors.js';
import {
  addToBarrel,
  defaultStyle,
  detectStyle,
  Imports,
  insertAfter,
  insertBefore,
  lineWidth,
  print,
  type Style,
  withEol,
} from '../../src/scaffold/edit/index.js';
import { checkName } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import { lineOf, readSource, type SchemaSource, type SourceFile } from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { enumCode } from '../columns/code.js';
import { enumExport } from '../columns/enums.js';
import { findMaker } from '../columns/maker.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import { findPlace, isCovered } from '../table/place.js';
import type { EnumAnswers } from './answers.js';
import { statementOf } from './statement.js';

const types = dialectTypes.postgresql;

/**
 * A `pgEnum` where the enums live: behind the last of the file that has most of them, else in the schema file, else in a
 * file `enums` of the folder.
 * Throws a LockstepError (exit 2) when its name is taken or two values are the same.
 */
export function createEnum(
  { name: typed, values }: Extract<EnumAnswers, { kind: 'create' }>,
  schema: SchemaSource,
  context: GeneratorContext,
): Pick<Plan, 'changes' | 'nextSteps'> {
  const name = checkName('column', typed, types.nameBytes);
  const twice = values.find((value, at) => values.indexOf(value) !== at);
  if (twice !== undefined)
    throw new LockstepError(`The value ${twice} is given twice.`, { fix: 'Name each value once.' });
  const exportName = enumExport(name, schema);
  checkFree(name, exportName, schema);
  const changes = place(exportName, schema, context, (file, path, style, imports) => {
    const around = { types, reader: context, path, ending: moduleEnding(schema.files, context) };
    const callee = findMaker(file ? [file] : [], around).enumeration(imports);
    const before = `export const ${exportName} = `;
    const end = style.semicolons ? ';' : '';
    return before + print(enumCode({ exportName, name, values }, callee), before, end, style) + end;
  });
  return {
    changes,
    nextSteps: [
      `No column has it yet: use ${exportName}('…') in a table.`,
      context.generateCommand(`add_enum_${name}`.slice(0, 60)),
    ],
  };
}

type Write = (file: SourceFile | null, path: string, style: Style, imports: Imports) => string;

function place(exportName: string, schema: SchemaSource, context: GeneratorContext, write: Write): FileChange[] {
  const width = lineWidth(context.read);
  const home = homeOfEnums(schema);
  const where = home ? null : findPlace(schema, context);
  const file = home ?? (where?.kind === 'file' ? where.file : null);
  if (file) {
    const style = detectStyle([file], { ...defaultStyle, width });
    const imports = new Imports(file, style, [exportName]);
    const code = write(file, file.path, style, imports);
    const edit = new MagicString(file.text);
    imports.apply(edit);
    const after = insert(readSource(file.path, edit.toString()), code, style);
    return [{ path: file.path, kind: 'edit', before: file.text, after }];
  }
  if (where?.kind !== 'folder') throw new Error('There is neither a file nor a folder for the enum.');
  const { folder, neighbours, barrel } = where;
  const style = detectStyle(neighbours, { ...defaultStyle, width });
  const ending = posix.extname(neighbours[0]?.path ?? barrel?.path ?? '') || '.ts';
  const path = posix.join(folder, `enums${ending}`);
  if (context.read(path) !== null || !(isCovered(path, schema) || barrel)) {
    throw new LockstepError(
      context.read(path) !== null ? `${path} exists already and has no enum.` : `drizzle-kit would not see ${path}.`,
      { path, fix: 'Write the first enum yourself, in a file that the schema of the drizzle config names.' },
    );
  }
  const imports = new Imports(null, style, [exportName]);
  const code = write(null, path, style, imports);
  const text = `${imports.statements().join('\n')}\n\n${code}\n`;
  const changes: FileChange[] = [
    { path, kind: 'create', before: null, after: withEol(text.replaceAll('\r\n', '\n'), style.eol) },
  ];
  if (barrel) changes.push(inBarrel(barrel, path, exportName, schema, context, style));
  return changes;
}

/** The file that has most of the enums. */
const homeOfEnums = ({ files }: SchemaSource): SourceFile | null =>
  [...files].sort((a, b) => b.enums.length - a.enums.length).find(({ enums }) => enums.length > 0) ?? null;

/** Behind the last enum, else before the first table, else at the end. */
function insert(file: SourceFile, code: string, style: Style): string {
  const last = file.enums.flatMap(({ local }) => statementOf(local, file) ?? []).at(-1);
  if (last) return insertAfter(file, last, code, style);
  const [first] = file.tables;
  if (first) return insertBefore(file, first, code, style);
  const end = file.program.body.at(-1);
  return end ? insertAfter(file, end, code, style) : `${file.text}${withEol(code, style.eol)}${style.eol}`;
}

function inBarrel(
  barrel: SourceFile,
  path: string,
  exportName: string,
  schema: SchemaSource,
  context: GeneratorContext,
  style: Style,
): FileChange {
  const source = specifier(barrel.path, path, moduleEnding(schema.files, context));
  const after = addToBarrel(barrel, source, [exportName], detectStyle([barrel], style));
  if (typeof after === 'string') return { path: barrel.path, kind: 'edit', before: barrel.text, after };
  throw new LockstepError(`${barrel.path} has no line that exports a schema file.`, {
    path: barrel.path,
    line: lineOf(barrel.text, barrel.text.length),
    fix: `Add there: ${after.code}`,
  });
}

function checkFree(name: string, exportName: string, schema: SchemaSource): void {
  const other = schema.enums.find((one) => one.name === name);
  const table = schema.tables.find((one) => one.name === name);
  if (other) {
    throw new LockstepError(`There is an enum ${name} already, in ${other.path}.`, {
      path: other.path,
      fix: `A value more: lockstep new enum ${name} --add VALUE`,
    });
  }
  // A table of PostgreSQL is a type of its name too.
  if (table) {
    throw new LockstepError(`There is a table ${name} already, in ${table.path}:${table.line}.`, {
      path: table.path,
      line: table.line,
      fix: 'Choose another name.',
    });
  }
  const file = schema.files.find(
    ({ exports, enums, names }) => exports.includes(exportName) || (enums.length > 0 && names.has(exportName)),
  );
  if (!file) return;
  throw new LockstepError(`The name ${exportName} is taken in ${file.path}.`, {
    path: file.path,
    fix: 'Choose another name.',
  });
}

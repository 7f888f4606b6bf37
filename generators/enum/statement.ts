import type { Expression, Statement } from 'oxc-parser';
import type { SourceFile } from '../../src/schema/source/index.js';

/** The statement that declares a name at the top of a file, or null. */
export function statementOf(local: string, file: SourceFile): Statement | null {
  return file.program.body.find((statement) => initOf(local, statement) !== null) ?? null;
}

/** What a statement gives to a name, or null. */
export function initOf(local: string, statement: Statement): Expression | null {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') return null;
  const found = declaration.declarations.find(({ id }) => id.type === 'Identifier' && id.name === local);
  return found?.init ?? null;
}

import type { Dialect } from '../../src/project/dialects.js';
import type { Operation, OperationKind, OperationOf } from '../../src/sql/operation.js';
import { parseOperations } from '../../src/sql/parse-operations.js';

/** The only operation of `sql`, of the kind that is expected. */
export async function only<Kind extends OperationKind>(
  dialect: Dialect,
  sql: string,
  kind: Kind,
): Promise<OperationOf<Kind>> {
  const operations = await parseOperations(dialect, sql);
  const isKind = (operation: Operation): operation is OperationOf<Kind> => operation.kind === kind;
  const [first] = operations.filter(isKind);
  if (first === undefined || operations.length > 1) {
    throw new Error(`Not one "${kind}" but: ${JSON.stringify(operations)}`);
  }
  return first;
}

export async function kinds(dialect: Dialect, sql: string): Promise<OperationKind[]> {
  return (await parseOperations(dialect, sql)).map(({ kind }) => kind);
}

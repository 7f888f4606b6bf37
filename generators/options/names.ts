import { LockstepError } from '../../src/errors.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { describeTables, type FoundTable, type SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { fitName } from '../columns/column.js';
import { existingColumns } from '../existing-column.js';
import { defaultName, existingOptions, isTableWide } from './existing.js';

/**
 * The name of an index or a constraint: as typed, else as the conventions make it, cut where the engine would.
 * Throws a LockstepError (exit 2) when it is no plain name, is too long, or is taken.
 */
export function freeName(
  typed: string | undefined,
  made: string,
  kind: 'index' | 'constraint',
  found: FoundTable,
  schema: SchemaSource,
  types: DialectTypes,
  context: GeneratorContext,
): string {
  if (typed !== undefined) checkTyped(typed, types);
  const name = typed ?? fitName(made, types.nameBytes);
  const near = describeTables(schema, context).filter(
    (one) =>
      one.schema === found.schema &&
      (!isTableWide(context.project.dialect, kind) || (one.table === found.table && one.file === found.file)),
  );
  for (const one of near) {
    const columns = existingColumns(one, schema, context);
    const databaseName = (property: string): string =>
      columns.find((column) => column.property === property)?.databaseName ?? property;
    const other = existingOptions(one).find(
      (option) => (option.name ?? defaultName(option, one.name, databaseName)) === name,
    );
    // A table and an index share their names in PostgreSQL and SQLite.
    const isTable = kind === 'index' && context.project.dialect !== 'mysql' && one.name === name;
    if (!other && !isTable) continue;
    const { path, line } = other ?? one.table;
    throw new LockstepError(`The name ${name} is taken in ${path}:${line}.`, {
      path,
      line,
      fix: 'Choose another: --name NAME',
    });
  }
  return name;
}

function checkTyped(name: string, { nameBytes }: DialectTypes): void {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new LockstepError(`--name ${name}: a name has letters, digits and underscores, and begins with no digit.`, {
      fix: '--name orders_user_id_idx',
    });
  }
  if (Buffer.byteLength(name) > nameBytes) {
    throw new LockstepError(
      `--name ${name} has ${Buffer.byteLength(name)} bytes; the database cuts or refuses names of more than ${nameBytes}.`,
      { fix: 'Choose a shorter name.' },
    );
  }
}

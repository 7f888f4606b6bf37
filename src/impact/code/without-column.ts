import { columnsShape, type SourceTable, type TableProperty } from '../../schema/source/index.js';

/** A name that no code uses. */
const gone = '__gone__';

/**
 * The text of a schema file as it would be without a column: code that uses it does not compile then. The column stays
 * under another name, so that tables of one column, and keys over it, remain what they are. A column that is spread
 * (`...timestamps`) is taken out of the spread object, which other tables share.
 *
 * @param text of the file that the table is in.
 */
export function withoutColumn(text: string, table: SourceTable, { property, spread, start }: TableProperty): string {
  if (!spread) {
    const end = start + text.slice(start).search(/[^\w$]/);
    const isQuoted = /['"]/.test(text.charAt(start));
    return isQuoted
      ? `${text.slice(0, start + 1)}${gone}${text.slice(start + 1)}`
      : `${text.slice(0, start)}${gone}${property}${text.slice(end)}`;
  }
  const spreads = (columnsShape(table)?.list.properties ?? []).flatMap((one) =>
    one.type === 'SpreadElement' ? [one.argument] : [],
  );
  return spreads
    .toReversed()
    .reduce(
      (after, { start: from, end }) =>
        `${after.slice(0, from)}(({ ${JSON.stringify(property)}: ${gone}, ...others }) => others)(${after.slice(from, end)})${after.slice(end)}`,
      text,
    );
}

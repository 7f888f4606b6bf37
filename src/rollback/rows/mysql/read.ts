import { quote } from './tables.js';

const bytes = /^(tinyblob|blob|mediumblob|longblob|binary|varbinary|bit|vector)/;
const shapes = /^(geometry|point|linestring|polygon|multi(point|linestring|polygon)|geometrycollection|geomcollection)/;

/** As text; bytes and shapes in hexadecimal. */
export function columnText(column: string, type: string): string {
  const name = quote(column);
  if (shapes.test(type)) return `hex(st_aswkb(${name}))`;
  return bytes.test(type) ? `hex(${name})` : `cast(${name} as char)`;
}

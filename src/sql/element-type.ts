/** A type of PostgreSQL as the type of its elements and what makes a list of it: `varchar(20)[]` is varchar(20) with []. */
export function elementType(type: string): { element: string; list: string } {
  const list = /(?:\s*\[\d*\])+$/.exec(type.trimEnd())?.[0] ?? '';
  return { element: type.trimEnd().slice(0, type.trimEnd().length - list.length), list };
}

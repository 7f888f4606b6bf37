/** JSON as another file lays it out: its indentation, its line endings, its last line. */
export function jsonLike(model: string, value: unknown): string {
  const indent = /\n([ \t]+)\S/.exec(model)?.[1] ?? '  ';
  const text = JSON.stringify(value, null, indent) + (/\n\s*$/.test(model) ? '\n' : '');
  return model.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

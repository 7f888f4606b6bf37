/** Whether two texts are the same but for their line endings, which git changes on checkout. */
export function isSameText(a: string, b: string): boolean {
  return a === b || withLf(a) === withLf(b);
}

export function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** The first line, 1-based, at which `after` is not `before`; its last line when it only lacks some at the end. */
export function firstDifference(before: string, after: string): number {
  const old = withLf(before).split('\n');
  const now = withLf(after).split('\n');
  const at = now.findIndex((line, index) => line !== old[index]);
  return at < 0 ? now.length : at + 1;
}

/** The line, 1-based, of the first place where `text` has `part`. */
export function lineOfPart(text: string | undefined, part: string): number | undefined {
  const at = text?.indexOf(part) ?? -1;
  return text === undefined || at < 0 ? undefined : text.slice(0, at).split('\n').length;
}

/** «a», «a and b», «a, b and c». */
export function listed(parts: string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** Paths as one types them after `--`: in quotes where a shell would split them or obey what is in them. */
export function typed(...paths: string[]): string {
  const one = (path: string): string => {
    if (/^[\w./@-]+$/.test(path)) return path;
    // Windows knows only the double quotes, a POSIX shell obeys $, ` and \ in them.
    return /["$`\\!]/.test(path) ? `'${path.replaceAll("'", `'\\''`)}'` : `"${path}"`;
  };
  return paths.map(one).join(' ');
}

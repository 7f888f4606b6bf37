import type MagicString from 'magic-string';
import { lineStart, readGap, startsLine } from './gap.js';
import type { CodeList } from './list.js';

/**
 * Takes an item out of a list, with its line and the comments that speak of it. A line comment that heads a group (a
 * blank line before it, another item right below) stays; so does everything else.
 */
export function removeItem(edit: MagicString, text: string, list: CodeList, at: number): void {
  const { items, open, close } = list;
  const item = items[at];
  if (!item) return;
  const previous = items[at - 1];
  const next = items[at + 1];
  const before = readGap(text, previous?.end ?? open, item.start);
  const after = readGap(text, item.end, next?.start ?? close);
  if (items.length === 1 && before.comments.length === 0 && after.comments.length === 0) {
    edit.remove(open, close);
    return;
  }
  const end = Math.max(after.trailing, item.end);
  if (!startsLine(text, item.start) || !/^[ \t]*(?:\r?\n)/.test(text.slice(end))) {
    if (previous) edit.remove(previous.end, !next && after.comma !== null ? after.comma : item.end);
    else edit.remove(item.start, next?.start ?? end);
    return;
  }
  const from = lineStart(text, ownComments(text, previous ? before.trailing : open, item, after, next) ?? item.start);
  const to = text.indexOf('\n', end) + 1;
  const [start, stop] = withoutDoubleBlank(text, from, to, previous === undefined, next === undefined);
  // Where the last item has no comma, the one that becomes the last has none either.
  if (previous && !next && after.comma === null && before.comma !== null) edit.remove(before.comma, before.comma + 1);
  edit.remove(start, stop);
}

/** Where the comments right above an item begin that go with it; null when none does. */
function ownComments(
  text: string,
  from: number,
  item: { start: number },
  after: { trailing: number },
  next: { start: number } | undefined,
): number | null {
  const { comments } = readGap(text, from, item.start);
  let start: number | null = null;
  let below = item.start;
  for (const comment of [...comments].reverse()) {
    if (!startsLine(text, comment.start) || /\n[ \t]*\r?\n/.test(text.slice(comment.end, below))) break;
    start = comment.start;
    below = comment.start;
  }
  if (start === null || text.startsWith('/**', start)) return start;
  const headsGroup = /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(from, start));
  const nextFollows = next !== undefined && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(after.trailing, next.start));
  return headsGroup && nextFollows ? null : start;
}

/** Of two blank lines that would meet one goes, and one beside a bracket. */
function withoutDoubleBlank(text: string, from: number, to: number, first: boolean, last: boolean): [number, number] {
  const above = /\n([ \t]*\r?\n)$/.exec(text.slice(0, from))?.[1]?.length ?? 0;
  const below = /^[ \t]*\r?\n/.exec(text.slice(to))?.[0].length ?? 0;
  if (below > 0 && (above > 0 || first)) return [from, to + below];
  return above > 0 && last ? [from - above, to] : [from, to];
}

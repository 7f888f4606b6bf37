/** What stands between two items of a list: blanks, comments, and a comma or none. Offsets are UTF-16 units. */
export interface Gap {
  /** Where the comma stands, or null. */
  comma: number | null;
  /** Behind the comma and what stands on its line: comments there belong to the item before. */
  trailing: number;
  comments: { start: number; end: number }[];
}

/** Reads the text between two items, of which one may be a bracket. */
export function readGap(text: string, from: number, to: number): Gap {
  const gap: Gap = { comma: null, trailing: from, comments: [] };
  let sameLine = true;
  for (let at = from; at < to; ) {
    const comment = /^(?:\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)/.exec(text.slice(at, to));
    if (comment) {
      const end = at + comment[0].length;
      gap.comments.push({ start: at, end });
      // `/* a */ next` stands before what it speaks of.
      if (sameLine && /^[ \t]*(?:,|\r?\n|\/[/*])/.test(text.slice(end))) gap.trailing = end;
      at = end;
      continue;
    }
    if (text[at] === ',') {
      gap.comma = at;
      gap.trailing = at + 1;
      sameLine = true;
    } else if (text[at] === '\n') sameLine = false;
    at++;
  }
  return gap;
}

/** Where the line of an offset begins. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The blanks that the line of an offset begins with. */
export const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';

/** Only blanks stand before an offset on its line. */
export const startsLine = (text: string, offset: number): boolean =>
  text.slice(lineStart(text, offset), offset).trim() === '';

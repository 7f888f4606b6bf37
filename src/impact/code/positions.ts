/** A place as the Language Server Protocol gives it: both 0-based, characters in UTF-16 units. */
export interface Position {
  line: number;
  character: number;
}

/** Offsets of a text and their lines. */
export interface Offsets {
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
}

/** Lines end as the protocol has it: `\n`, `\r\n` or `\r`. */
export function offsetsOf(text: string): Offsets {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  return {
    offsetAt: ({ line, character }) => Math.min((starts[line] ?? text.length) + character, text.length),
    positionAt(offset) {
      const line = starts.findLastIndex((start) => start <= offset);
      return { line, character: offset - (starts[line] ?? 0) };
    },
  };
}

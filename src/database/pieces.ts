import type { Piece } from './replay.js';

const breakpoint = '--> statement-breakpoint';

/** A migration file cut where drizzle's migrators cut it: at every breakpoint, wherever it stands (0.45.4). */
export function piecesOf(sql: string): Piece[] {
  const pieces: Piece[] = [];
  let line = 1;
  for (const part of sql.replace(/^\uFEFF/, '').split(breakpoint)) {
    const lead = part.length - part.trimStart().length;
    if (part.trim() !== '') pieces.push({ sql: part.trim(), line: line + newlines(part.slice(0, lead)) });
    line += newlines(part);
  }
  return pieces;
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

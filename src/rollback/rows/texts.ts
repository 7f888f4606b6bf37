/** Quotes of all kinds, escapes, comment signs, letters of several scripts, one outside of the first 65,536. */
const awkward = [
  `O'Brien "said" ünïcødé ☃ 日本語 😀 \\ 100%; -- \``,
  `Zoë's\tsecond /* line */\n{"a": [1]} $1`,
  `¿Qué? «third» \\n it''s`,
];
/** Longer than 255, the length that columns are narrowed to most. */
const long = 300;

/** Texts of exactly `length` characters, or of more than usual lengths; the first characters differ. */
export function awkwardTexts(length: number | null): string[] {
  const wanted = Math.min(length ?? long, 1000);
  const texts = awkward.map((text) => [...text, ...'x'.repeat(wanted)].slice(0, wanted).join(''));
  // Too short for what makes them different: a letter alone is awkward enough.
  return [...new Set(texts)].filter((text) => text.trim() !== '');
}

export function plainTexts(length: number | null): string[] {
  // They are numbers, booleans and JSON, too: what a text is cast to most.
  const texts = ['1', '0', '2', 'a', 'b', 'c', 'x1', 'x2', 'x3'];
  return length === 0 ? [''] : texts.filter((text) => text.length <= (length ?? 2));
}

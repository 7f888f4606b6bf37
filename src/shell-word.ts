/** A text as one word of a POSIX shell, whatever is in it: in quotes where a letter could mean something there. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

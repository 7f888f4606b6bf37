/** `a`, `a and b`, `a, b and c`; beyond `most` names the rest is counted: `a, b, c and 4 more`. */
export function listed(names: string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

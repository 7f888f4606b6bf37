/** A JSON object, or `null` for anything else. */
export function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

/** The 1-based line of the first conflict marker that git left in a file. */
export function conflictLine(source: string): number | undefined {
  const at = source.search(/^<{7} /m);
  return at < 0 ? undefined : source.slice(0, at).split('\n').length;
}

/** Digits 1 to 9 and again; never a zero, so that none of them can be cut off unnoticed. */
const digits = (count: number, from: number): string =>
  Array.from({ length: count }, (_, at) => ((at + from) % 9) + 1).join('');

/** Decimals that use all digits a type has; beyond 14 before the point there is nothing to learn. */
export function decimals(precision: number, scale: number): { awkward: string[]; plain: string[] } {
  const whole = Math.max(0, Math.min(precision - scale, 14));
  const full = (from: number): string =>
    `${whole === 0 ? '0' : digits(whole, from)}${scale > 0 ? `.${digits(scale, from)}` : ''}`;
  const plain = whole === 0 ? ['0'] : ['1', '2', '3', '4', '5', '0'];
  return { awkward: [full(0), full(1), full(2)], plain };
}

/** Integers of so many bytes: more than the next smaller type holds, with room for arithmetic. */
export function integers(bytes: number): { awkward: string[]; plain: string[] } {
  const beyond: Record<number, number> = { 1: 100, 2: 300, 3: 40_000, 4: 40_000, 8: 5_000_000_000 };
  const first = beyond[bytes] ?? 40_000;
  // The last ones for tables in which migrations have put the first.
  const far = (bytes === 1 ? [111, 112, 113] : [31_001, 31_002, 31_003]).map(String);
  return { awkward: [0, 1, 2].map((more) => String(first + more)), plain: ['1', '2', '3', '4', '5', '0', ...far] };
}

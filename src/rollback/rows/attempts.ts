import type { Variety } from './candidates.js';

/** One way to fill a table; the next one is tried where the engine refuses it. */
export interface Attempt {
  variety: Variety;
  /** How many rows at most. */
  rows: number;
  /** Two rows share the values of all columns that may have them twice. */
  duplicates: boolean;
  /** One row has NULL wherever it may. */
  nulls: boolean;
  /** How many of the values are passed over: rows that the migrations put in have them, perhaps. */
  skip: number;
  /** Texts are other ones in each column. */
  isTame: boolean;
  /** Columns that need no value get none: their default, or NULL. */
  isMinimal: boolean;
}

const first: Attempt = {
  variety: 'awkward',
  rows: 3,
  duplicates: true,
  nulls: true,
  skip: 0,
  isTame: false,
  isMinimal: false,
};
const tame: Attempt = {
  variety: 'plain',
  rows: 2,
  duplicates: false,
  nulls: false,
  skip: 0,
  isTame: true,
  isMinimal: false,
};

/** From what finds most to what is refused least. */
export const awkwardAttempts: readonly Attempt[] = [
  first,
  { ...first, variety: 'plain' },
  { ...first, duplicates: false },
  { ...first, variety: 'plain', duplicates: false, skip: 6 },
  { ...tame, skip: 3 },
  tame,
  { ...tame, nulls: true },
  { ...tame, isMinimal: true },
  { ...tame, rows: 1 },
  { ...tame, rows: 1, isMinimal: true },
  { ...tame, rows: 1, isMinimal: true, skip: 3 },
];

/** Rows on which few migrations fail: no NULL, nothing twice, short values. */
export const tameAttempts: readonly Attempt[] = [tame, ...awkwardAttempts.slice(4)];

import { kinds as all, type Kind } from '../database.js';

/** The kinds of database with each driver that a server can be reached through. */
export const drivers: (Kind & { driver: string; only: string[] | null })[] = all
  .filter(({ isThere }) => isThere)
  .flatMap((kind) =>
    kind.name === 'PostgreSQL'
      ? [
          { ...kind, driver: 'pg', only: null },
          { ...kind, driver: 'postgres.js', only: ['postgres'] },
        ]
      : [{ ...kind, driver: kind.name, only: null }],
  );

import { LockstepError } from '../errors.js';
import type { Dialect } from '../project/dialects.js';

export type Product = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite';

/** The server that migrations are applied on, as the settings name it: `mysql 8.0.34`, `mariadb 10.11`. */
export interface Server {
  product: Product;
  /** Major, minor, patch; what is not said is 0. */
  version: [number, number, number];
}

const products: Record<Dialect, Product[]> = {
  postgresql: ['postgresql'],
  mysql: ['mysql', 'mariadb'],
  sqlite: ['sqlite'],
};

/**
 * Reads `PRODUCT VERSION`, or a version alone of the dialect's own product.
 *
 * @throws LockstepError (exit 2) for anything else.
 */
export function serverOf(dialect: Dialect, text: string): Server {
  const [, name = dialect, version] = /^(?:([a-z]+)\s+)?v?(\d+(?:\.\d+){0,2})$/i.exec(text.trim()) ?? [];
  const product = products[dialect].find((known) => known === name.toLowerCase());
  if (product === undefined || version === undefined) {
    throw new LockstepError(`${JSON.stringify(text)} names no server of ${dialect} and its version.`, {
      fix: `Write it as ${products[dialect].map((known) => `"${known} ${examples[known]}"`).join(' or ')}.`,
    });
  }
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return { product, version: [major, minor, patch] };
}

/** The server that the settings name for a config; `null` where they name none. @throws as {@link serverOf} */
export function serverIn({ serverText }: { serverText: string | null }, dialect: Dialect): Server | null {
  return serverText === null ? null : serverOf(dialect, serverText);
}

const examples: Record<Product, string> = { postgresql: '16', mysql: '8.0.34', mariadb: '10.11', sqlite: '3.45' };

/** Whether a server is at least of this version. */
export function isAtLeast({ version }: Server, ...wanted: number[]): boolean {
  for (const [at, part] of version.entries()) {
    const least = wanted[at] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

import { findPackage, missingPackage } from '../packages.js';
import type { Connect } from '../postgresql/drivers.js';

interface NeonClient {
  connect(): Promise<unknown>;
  query(sql: string): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
}

/**
 * Neon's serverless driver over WebSocket, which keeps a session; its HTTP functions do not. `null` without it. By its
 * documentation (1.0) `Client` is that of pg, and `neonConfig.webSocketConstructor` is needed where there is no global
 * one (Node.js 20: the package ws).
 */
export function neonConnector(projectFolder: string): Connect | null {
  const found = findPackage(projectFolder, '@neondatabase/serverless');
  const create = found?.exports.Client;
  if (!isClient(create)) return null;
  if (typeof globalThis.WebSocket === 'undefined') useWs(projectFolder, found?.exports.neonConfig);
  return async (url) => {
    const client = new create({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    return {
      async query(sql) {
        const answer = await client.query(sql);
        return typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows)
          ? answer.rows
          : [];
      },
      async end() {
        await client.end();
      },
    };
  };
}

/** neonConfig is a class (1.2). */
function useWs(projectFolder: string, config: unknown): void {
  if (typeof config !== 'function') return;
  const socket = findPackage(projectFolder, 'ws')?.exports.default;
  if (typeof socket !== 'function') {
    throw missingPackage(projectFolder, 'ws', 'Neon is reached over WebSocket, which Node.js has from version 22 on');
  }
  Reflect.set(config, 'webSocketConstructor', socket);
}

function isClient(value: unknown): value is new (options: { connectionString: string }) => NeonClient {
  return typeof value === 'function';
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A registry that is running. */
export interface Registry {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a registry on a free port of this machine that keeps what is published in `storage` and takes everything
 * else from `upstream`. When this process ends without stopping it, it takes the folder `leftovers` away. Throws when it is not up within a minute.
 */
export async function startRegistry(storage: string, upstream: string, leftovers: string): Promise<Registry> {
  const server = fork(join(import.meta.dirname, 'registry-server.mjs'), [storage, upstream, leftovers], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(server, 'exit');
  const port = await Promise.race([
    once(server, 'message', { signal: AbortSignal.timeout(60_000) }).then(([message]) => portOf(message)),
    ended.then(([code]) => {
      throw new Error(`The registry ended with ${code} before it was up.`);
    }),
  ]).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

function portOf(message: unknown): number {
  const port = typeof message === 'object' && message !== null && 'port' in message ? message.port : undefined;
  if (typeof port !== 'number') throw new Error('The registry did not say its port.');
  return port;
}

// A registry of its own process. It ends with the process that forked it, however that one ends.
import { rmSync } from 'node:fs';
import { runServer } from 'verdaccio';
import { onlyAvailable } from './only-available.mjs';
import { redirected } from './redirected.mjs';

const [storage, upstream, leftovers] = process.argv.slice(2);
const ours = ['drizzle-lockstep', 'create-drizzle-lockstep'];
const anybody = { access: '$all', publish: '$all' };

const server = await runServer({
  self_path: storage,
  storage,
  uplinks: { upstream: { url: upstream, timeout: '60s', maxage: '60m', max_fails: 20, fail_timeout: '1s' } },
  packages: {
    ...Object.fromEntries(ours.map((name) => [name, anybody])),
    '**': { access: '$all', proxy: 'upstream' },
  },
  auth: { htpasswd: { file: `${storage}/htpasswd`, max_users: -1 } },
  web: { enable: false },
  max_body_size: '50mb',
  log: { type: 'stdout', format: 'pretty', level: 'error', colors: false },
});
const listeners = server.listeners('request');
server.removeAllListeners('request');
for (const listener of listeners) server.on('request', redirected(onlyAvailable(listener), upstream, ours));

// A run that was interrupted or killed cleans nothing up itself.
process.on('disconnect', () => {
  rmSync(leftovers, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  process.exit();
});
// Port 0: the system names a free one.
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));

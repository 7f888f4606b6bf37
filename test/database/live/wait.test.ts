import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryFileLock } from '../../../src/database/live/file-lock.js';
import { migrate, type RunnerEvent } from '../../../src/migrate.js';
import { temporaryFolder, writeHistory } from '../../runner/database.js';

test('who waits for a folder of PGlite that another process has open says so, and gives up in time', async () => {
  const folder = temporaryFolder();
  const url = join(folder, 'data');
  mkdirSync(url);
  const held = await tryFileLock(url);
  const events: RunnerEvent[] = [];
  const migrationsFolder = writeHistory(join(folder, 'drizzle'), []);
  const run = migrate({
    dialect: 'postgresql',
    url,
    migrationsFolder,
    waitFor: 1500,
    on: (event) => events.push(event),
  });
  await expect(run).rejects.toMatchObject({
    exitCode: 1,
    message: `Another process has had ${url} open for 2 seconds.`,
  });
  expect(events).toEqual([{ type: 'waiting', seconds: 1 }]);
  await held?.release();
});

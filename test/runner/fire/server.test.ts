import { describe, expect, test } from 'vitest';
import { connect } from '../../../src/database/live/open.js';
import { migrate } from '../../../src/runner/migrate.js';
import { connected, packages, runOptions, temporaryFolder, writeHistory } from '../database.js';
import { twenty } from './history.js';
import { ownServer, programs } from './own-server.js';
import { isWhole } from './processes.js';
import { stateOf } from './state.js';

// Making a server takes longer than CI has: there its sessions are ended instead.
describe.skipIf(!isWhole).each(programs.filter(({ isThere }) => isThere))('$name', (program) => {
  test('a server that is killed in the middle and started again leaves what an undisturbed run does', {
    timeout: 1_200_000,
  }, async () => {
    const { dialect } = program;
    const server = await ownServer(program);
    await server.start();
    const folder = writeHistory(temporaryFolder(), twenty(dialect));
    const database = async (name: string): Promise<string> => {
      const admin = await connect(dialect, packages, { url: server.url, from: 'the test' });
      await admin.run(`create database ${name}`);
      await admin.close();
      return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
    };
    const whole = await connected(dialect, await database('whole'));
    let total = 0;
    await migrate(runOptions({ ...whole, run: (sql) => whole.run(sql).then(() => void total++) }, folder));
    const wanted = await stateOf(whole);
    await whole.close();
    const step = Math.floor(total / 12);
    for (let at = 3; at <= total; at += step) {
      const url = await database(`killed_${at}`);
      const connection = await connect(dialect, packages, { url, from: 'the test' });
      let statements = 0;
      const killing = {
        ...connection,
        async run(sql: string) {
          statements++;
          const running = connection.run(sql);
          if (statements === at) await Promise.all([running.catch(() => undefined), server.kill()]);
          return running;
        },
      };
      const error: unknown = await migrate(runOptions(killing, folder)).catch((thrown: unknown) => thrown);
      expect(error, `statement ${at}`).toMatchObject({ name: 'LockstepError', exitCode: 1 });
      await connection.close();
      await server.start();
      const again = await connected(dialect, url);
      await migrate(runOptions(again, folder));
      expect(await stateOf(again), `statement ${at}`).toEqual(wanted);
      await again.close();
    }
  });
});

import type { createConnection } from 'mysql2/promise';
import { LockstepError } from '../../errors.js';
import { rowsOf, saying } from '../mysql/answers.js';
import { findPackage, missingPackage } from '../packages.js';
import { isLocalAddress, shownAddress } from './address.js';
import type { Connection, Target } from './connection.js';
import { connectionLost, isGone } from './lost.js';
import { cannotConnect } from './postgresql.js';

/** A MySQL or MariaDB server, through mysql2. */
export async function connectMysql(projectFolder: string, target: Target): Promise<Connection> {
  const { url, from } = target;
  if (!/^(?:mysql|mariadb):\/\//i.test(url) || !URL.canParse(url)) {
    throw new LockstepError(`${from} is no address of a MySQL server.`, {
      exitCode: 2,
      fix: 'Write it as mysql://USER:PASSWORD@HOST:3306/DATABASE.',
    });
  }
  const create = findPackage(projectFolder, 'mysql2/promise')?.exports.createConnection;
  if (!isCreate(create)) {
    const http = findPackage(projectFolder, '@planetscale/database') !== null;
    throw missingPackage(
      projectFolder,
      'mysql2',
      http ? '@planetscale/database works over HTTP, which holds no lock' : 'a MySQL server is reached through it',
    );
  }
  if (new URL(url).pathname.length < 2) {
    throw new LockstepError(`${from} names no database: ${shownAddress(url)}`, {
      exitCode: 2,
      fix: 'Add it at the end: mysql://HOST:3306/DATABASE',
    });
  }
  const connection = await create({
    uri: url.replace(/^mariadb:/i, 'mysql:'),
    multipleStatements: true,
    connectTimeout: 10_000,
    dateStrings: true,
  }).catch((cause: unknown) => {
    throw cannotConnect(shownAddress(url), from, cause);
  });
  // A lost connection is told by the next query; without a listener it would end the process.
  connection.on('error', () => undefined);
  const answerTo = async (sql: string): Promise<unknown> => {
    try {
      return await saying(async () => (await connection.query(sql))[0]);
    } catch (failure) {
      throw isGone(failure) ? connectionLost(shownAddress(url), failure) : failure;
    }
  };
  const query: Connection['query'] = async (sql) => rowsOf(await answerTo(sql));
  const version = String((await query('select version() as version'))[0]?.version);
  let isOpen = true;
  return {
    dialect: 'mysql',
    label: version.includes('MariaDB') ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`,
    target: shownAddress(url),
    isLocal: isLocalAddress(url),
    file: null,
    async run(sql) {
      await answerTo(sql);
    },
    query,
    async close() {
      if (isOpen) await connection.end().catch(() => connection.destroy());
      isOpen = false;
    },
  };
}

function isCreate(value: unknown): value is typeof createConnection {
  return typeof value === 'function';
}

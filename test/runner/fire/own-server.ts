import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { connect } from '../../../src/database/live/open.js';
import type { Dialect } from '../../../src/project/dialects.js';
import { packages } from '../database.js';

/** A server of the test's own, which may be killed. */
export interface OwnServer {
  url: string;
  start(): Promise<void>;
  /** Without a word to anybody, as when the machine loses its power. */
  kill(): Promise<void>;
}

interface Program {
  dialect: Dialect;
  user: string;
  /** Fills an empty folder. */
  init(folder: string): { command: string; args: string[] };
  serve(folder: string, port: number): { command: string; args: string[] };
  url(port: number): string;
}

const postgresFolder = '/usr/lib/postgresql';
const [postgresVersion] = existsSync(postgresFolder) ? readdirSync(postgresFolder) : [];
const postgresProgram = (name: string): string => join(postgresFolder, postgresVersion ?? '', 'bin', name);

export const programs: (Program & { name: string; isThere: boolean })[] = [
  {
    name: 'PostgreSQL',
    isThere: postgresVersion !== undefined,
    dialect: 'postgresql',
    user: 'postgres',
    init: (folder) => ({ command: postgresProgram('initdb'), args: ['-D', folder, '-A', 'trust', '-U', 'postgres'] }),
    serve: (folder, port) => ({
      command: postgresProgram('postgres'),
      args: ['-D', folder, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder],
    }),
    url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
  },
  {
    name: 'MariaDB',
    isThere: existsSync('/usr/sbin/mariadbd'),
    dialect: 'mysql',
    user: 'mysql',
    init: (folder) => ({
      command: '/usr/bin/mariadb-install-db',
      args: ['--no-defaults', `--datadir=${folder}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    }),
    serve: (folder, port) => ({
      command: '/usr/sbin/mariadbd',
      args: [
        '--no-defaults',
        `--datadir=${folder}`,
        // A server clears its folder for temporary files when it starts: never that of another one.
        `--tmpdir=${folder}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${join(folder, 'own.sock')}`,
        `--pid-file=${join(folder, 'own.pid')}`,
      ],
    }),
    url: (port) => `mysql://root@127.0.0.1:${port}/mysql`,
  },
];

export async function ownServer(program: Program): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-server-'));
  const owner = ownerOf(program.user);
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const { command, args } = program.init(folder);
  execFileSync(command, args, { ...owner, stdio: 'ignore' });
  const port = await freePort();
  let server: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => (server === null ? resolve(0) : server.on('exit', resolve)));
    server?.kill('SIGKILL');
    await ended;
    server = null;
  };
  onTestFinished(async () => {
    await kill();
    // Processes of a killed PostgreSQL server end by themselves when they notice.
    await sleep(500);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    url: program.url(port),
    kill,
    async start() {
      const { command, args } = program.serve(folder, port);
      for (const until = Date.now() + 60_000; ; await sleep(200)) {
        // A server that was killed may still be leaving.
        if (server === null || server.exitCode !== null) server = spawn(command, args, { ...owner, stdio: 'ignore' });
        const target = { url: program.url(port), from: 'the test' };
        const connection = await connect(program.dialect, packages, target).catch(() => null);
        if (connection !== null) return connection.close();
        if (Date.now() > until) throw new Error('The server of the test does not start.');
      }
    },
  };
}

/** Servers refuse to run as root. */
function ownerOf(user: string): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

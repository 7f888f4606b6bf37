import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { run } from './run.js';
import type { Terminal } from './terminal.js';

/** A real terminal, with a keyboard that a test can press: tmux, where it is installed. */
export class RealTerminal {
  readonly #socket = `lockstep-${randomBytes(6).toString('hex')}`;
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  static async isInstalled(env: NodeJS.ProcessEnv): Promise<boolean> {
    return run('tmux', ['-V'], { cwd: '.', env }).then(
      ({ code }) => code === 0,
      () => false,
    );
  }

  /** Starts the line in a terminal of 120 × 40; afterwards its exit code stands in the last line. */
  async open(line: string): Promise<void> {
    await this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      '120',
      '-y',
      '40',
      `${line}; echo "exit code: $?"; cat`,
    );
  }

  press(key: string): Promise<string> {
    return this.#tmux('send-keys', key);
  }

  /** Waits until the screen shows `text`; returns the screen. Rejects after `seconds`, with what is there instead. */
  async shows(text: string | RegExp, seconds = 60): Promise<string> {
    for (let tries = 0; tries < seconds * 10; tries++) {
      const screen = await this.#tmux('capture-pane', '-p');
      if (typeof text === 'string' ? screen.includes(text) : text.test(screen)) return screen;
      await wait(100);
    }
    throw new Error(`The screen does not show ${text}:\n${await this.#tmux('capture-pane', '-p')}`);
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server');
  }

  async #tmux(...args: string[]): Promise<string> {
    const { cwd, env } = this.#terminal;
    return (await run('tmux', ['-L', this.#socket, ...args], { cwd, env: { ...env, TERM: 'xterm-256color' } })).stdout;
  }
}

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personalEnvironment } from './helpers/environment.js';
import { Terminal } from './helpers/terminal.js';
import { RealTerminal } from './helpers/tmux.js';

const command = `node "${resolve(import.meta.dirname, '../../create/dist/index.js')}"`;
const installed = await RealTerminal.isInstalled(personalEnvironment({}));
if (!installed) console.warn('SKIPPED: Ctrl-C in a real terminal: tmux is not installed.');

describe.skipIf(!installed)('Ctrl-C in npm create drizzle-lockstep', () => {
  let terminal: Terminal;
  let screen: RealTerminal;
  beforeEach(() => {
    terminal = new Terminal();
    screen = new RealTerminal(terminal);
  });
  afterEach(async () => {
    await screen.close();
    terminal.close();
  });

  it('at the first question ends with 130, and nothing is written', async () => {
    await screen.open(command);
    await screen.shows('Where should the project go?');
    await screen.press('C-c');
    expect(await screen.shows('exit code:')).toMatch(/Interrupted\. Nothing was written\.[\s\S]*exit code: 130/);
    expect(readdirSync(terminal.cwd)).toEqual([]);
  });

  it('at a later question as well', async () => {
    await screen.open(`${command} shop`);
    await screen.shows('Which database?');
    await screen.press('Enter');
    await screen.shows('How is it reached?');
    await screen.press('C-c');
    expect(await screen.shows('exit code:')).toMatch(/Interrupted\. Nothing was written\.[\s\S]*exit code: 130/);
    expect(readdirSync(terminal.cwd)).toEqual([]);
  });

  it('during the installation leaves complete files, and says how to go on', async () => {
    await screen.open(`${command} shop --yes`);
    await screen.shows('Installing the dependencies');
    await screen.press('C-c');
    const shown = await screen.shows('exit code:');
    expect(shown).toContain('exit code: 130');
    expect(shown).toContain('The files are complete');
    expect(shown).toContain('npm install');
    expect(existsSync(join(terminal.cwd, 'shop/drizzle.config.ts'))).toBe(true);
  });

  it('is no part of a run that asks everything and gets Enter for an answer', async () => {
    await screen.open(`${command} --no-install`);
    await screen.shows('Where should the project go?');
    await screen.press('Enter');
    for (const question of ['Which database?', 'How is it reached?', 'Where do the tables go?', 'Add as well?']) {
      await screen.shows(question);
      await screen.press('Enter');
    }
    expect(await screen.shows('exit code:')).toContain('exit code: 0');
    expect(readdirSync(join(terminal.cwd, 'drizzle-app'))).toContain('drizzle.config.ts');
  });
});

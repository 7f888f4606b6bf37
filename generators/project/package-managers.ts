import { shellWord } from '../../src/shell-word.js';
import type { PackageManager } from './answers.js';

/** How one package manager says things. Seen with npm 11, pnpm 10 and 12, Yarn 4 and Bun 1.4. */
export interface PackageManagerCommands {
  install: string;
  /** In CI: exactly what the lockfile says. */
  cleanInstall: string;
  /** Runs a script of package.json. */
  run(script: string): string;
  /** Runs a script with arguments: npm alone needs `--` before them. */
  runWith(script: string, args: string): string;
  /** The same with nothing on standard output but what the script itself writes. */
  runSilently(script: string, args: string): string;
  /** Runs a command of an installed package. */
  exec(command: string): string;
}

export const packageManagerCommands: Record<PackageManager, PackageManagerCommands> = {
  npm: {
    install: 'npm install',
    cleanInstall: 'npm ci',
    run: (script) => (script === 'test' ? 'npm test' : `npm run ${shellWord(script)}`),
    runWith: (script, args) => `npm run ${shellWord(script)} -- ${args}`,
    runSilently: (script, args) => `npm run --silent ${shellWord(script)} -- ${args}`,
    exec: (command) => `npx ${command}`,
  },
  pnpm: {
    install: 'pnpm install',
    cleanInstall: 'pnpm install --frozen-lockfile',
    run: (script) => `pnpm ${shellWord(script)}`,
    runWith: (script, args) => `pnpm ${shellWord(script)} ${args}`,
    runSilently: (script, args) => `pnpm run --silent ${shellWord(script)} ${args}`,
    exec: (command) => `pnpm ${command}`,
  },
  yarn: {
    install: 'yarn install',
    cleanInstall: 'yarn install --immutable',
    run: (script) => `yarn ${shellWord(script)}`,
    runWith: (script, args) => `yarn ${shellWord(script)} ${args}`,
    runSilently: (script, args) => `yarn run --silent ${shellWord(script)} ${args}`,
    exec: (command) => `yarn ${command}`,
  },
  bun: {
    install: 'bun install',
    cleanInstall: 'bun install --frozen-lockfile',
    run: (script) => `bun run ${shellWord(script)}`,
    runWith: (script, args) => `bun run ${shellWord(script)} ${args}`,
    runSilently: (script, args) => `bun run --silent ${shellWord(script)} ${args}`,
    exec: (command) => `bunx ${command}`,
  },
};

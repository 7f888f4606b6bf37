import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from '../measure.mjs';
import { t3Arguments } from '../setup.mjs';

/**
 * Writing a project without installing anything.
 *
 * @param {{ folder: string, packages: import('../setup.mjs').Packages, runs: number,
 *   peers: ReturnType<typeof import('../setup.mjs').installPeers> }} given
 * @returns {import('../report.mjs').Figure[]}
 */
export function scaffold({ folder, packages, peers, runs }) {
  /** @param {string} name @param {string} target @param {string[]} argv */
  const subject = (name, target, argv) => ({
    name,
    argv,
    cwd: folder,
    prepare: () => rmSync(join(folder, target), { recursive: true, force: true }),
    verify: () => {
      if (!existsSync(join(folder, target, 'package.json'))) throw new Error(`${name} wrote no project.`);
    },
  });
  const [ours, vite, t3] = measure(
    [
      subject('create-drizzle-lockstep', 'ours', [packages.create, 'ours', '--yes', '--no-install', '--no-git']),
      subject(`create-vite ${peers.viteVersion}`, 'vite', [
        ...[peers.vite, 'vite', '--template', 'vanilla-ts', '--no-interactive'],
      ]),
      subject(`create-t3-app ${peers.t3Version} with drizzle`, 't3', [peers.t3, 't3', ...t3Arguments]),
    ],
    runs,
  );
  return [
    { what: 'Scaffold without install', ours, peer: vite, limit: { ratio: 2 } },
    { what: 'Scaffold without install', ours, peer: t3, limit: { below: 1 } },
  ];
}

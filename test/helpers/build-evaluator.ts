import { existsSync } from 'node:fs';
import { build } from 'esbuild';

/** The evaluator is a process of its own, so tests of the sources need it built. `npm test` has built all of dist/. */
export default async function setup(): Promise<void> {
  if (!existsSync('dist/cli.js')) throw new Error('Run npm run build first: the tests run the built command.');
  await build({
    entryPoints: { evaluator: 'src/schema/evaluator.ts' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    packages: 'external',
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  });
}

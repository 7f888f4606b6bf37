// Runs the story of the end-to-end tests for real and puts what its terminal showed into docs/transcript.md and, between
// the two comments, into the README.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const file = 'docs/transcript.md';

node(['scripts/build.mjs'], {});
node(['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.e2e.config.ts', 'test/e2e/story.test.ts'], {
  LOCKSTEP_TRANSCRIPT: `${root}${file}`,
});

const block = /```console\n[\s\S]*?\n```\n/.exec(readFileSync(file, 'utf8'))?.[0];
if (block === undefined) throw new Error(`${file} has no transcript.`);
const readme = readFileSync('README.md', 'utf8');
const place = /(<!-- transcript:[^>]*-->\n)[\s\S]*?(<!-- \/transcript -->)/;
if (!place.test(readme)) throw new Error('README.md has no place for the transcript.');
writeFileSync(
  'README.md',
  readme.replace(place, (_, start, end) => `${start}${block}${end}`),
);

function node(args, env) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

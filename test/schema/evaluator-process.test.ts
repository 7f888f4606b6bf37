import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { EvaluatorEnded, startEvaluator } from '../../src/schema/evaluator-process.js';

const folder = mkdtempSync(join(tmpdir(), 'evaluator-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A drizzle-kit without the API that the process loads first. */
function brokenKit(): string {
  mkdirSync(join(folder, 'drizzle-kit'), { recursive: true });
  const manifest = { name: 'drizzle-kit', version: '0.31.11', exports: { './api': './api.js' } };
  writeFileSync(join(folder, 'drizzle-kit/package.json'), JSON.stringify(manifest));
  return join(folder, 'drizzle-kit');
}

test.each([
  ['at once', 0],
  ['after it has ended', 3000],
])('a process that cannot begin says why, asked %s', async (_, waited) => {
  const evaluator = startEvaluator({ folder: brokenKit(), line: 'journal' });
  await setTimeout(waited);

  const asked = evaluator.ask({ type: 'config', code: '', filename: join(folder, 'config.ts'), cwd: folder });

  await expect(asked).rejects.toThrow(EvaluatorEnded);
  await expect(asked).rejects.toThrow('Cannot find module');
});

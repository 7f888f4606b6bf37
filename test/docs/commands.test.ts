import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { helpOf } from '../../src/cli/command.js';
import { commands } from '../../src/cli/commands/index.js';
import { checks } from '../../src/doctor/checks/index.js';
import { rules as guardRules } from '../../src/guard/rules/index.js';
import { proofRules } from '../../src/rollback/proof/rules.js';

const rules = [...guardRules, ...proofRules, ...checks];

const pages = ['docs/workflow.md', 'docs/adopting.md', 'docs/rollback.md', 'docs/generators.md', 'docs/backfills.md'];

/** What stands in fences and between backticks. */
function codeOf(page: string): string[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, fence, span]) =>
    (fence ?? span ?? '').split('\n'),
  );
}

test.each(pages)('%s names only commands and options that there are', async (page) => {
  const uses = codeOf(page).flatMap((line) => [...line.matchAll(/\blockstep ([a-z]+)((?: +[^|;#&)]+)?)/g)]);
  expect(uses.length).toBeGreaterThan(5);
  for (const [use, name, rest = ''] of uses) {
    const entry = commands.find((command) => command.name === name);
    expect(entry, use).toBeDefined();
    const help = entry === undefined ? '' : await helpOf(await entry.load());
    for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(help, use).toContain(option);
  }
});

test.each(pages)('%s names only rules that there are', (page) => {
  const named = codeOf(page).flatMap(
    (line) => line.match(/(?<!-)\b(?:lockstep|history|rollback|prove|doctor)\/[a-z-]+\b/g) ?? [],
  );
  for (const name of named) expect(rules.map((rule): string => rule.name)).toContain(name);
});

test.each(pages)('%s is short, and its links lead somewhere', (page) => {
  const text = readFileSync(page, 'utf8');
  expect(text.split('\n').length).toBeLessThan(140);
  for (const [, target = ''] of text.matchAll(/\]\(([^)]+\.md)\)/g)) {
    if (target.startsWith('rules/')) continue;
    expect(() => readFileSync(`docs/${target}`), target).not.toThrow();
  }
});

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../../src/doctor/checks/index.js';
import { doctorRuleNames } from '../../../src/doctor-rules.js';
import { rules as guardRules } from '../../../src/guard/rules/index.js';
import { proofRules } from '../../../src/rollback/proof/rules.js';

const rules = [...guardRules, ...proofRules, ...checks];

test('the pages in docs/rules are those of the rules', () => {
  const script = resolve(import.meta.dirname, '../../../scripts/docs.mjs');

  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });

  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('every rule has one name, and an example of itself', () => {
  expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
  for (const { name, docs } of rules) {
    expect(name).toMatch(/^(lockstep|history|rollback|prove|doctor)\/[a-z-]+$/);
    // Its place, or the message where it has none.
    expect(docs.example.slice(name.length), name).toMatch(/^(?: {2}\S|\n {2}\S)/);
    expect(docs.example.startsWith(name), name).toBe(true);
    for (const text of Object.values(docs)) expect(text.trim(), name).toBe(text);
  }
});

test('every check of the doctor is in the list of names that the settings know, in the same order', () => {
  expect(checks.map(({ name }) => name)).toEqual([...doctorRuleNames]);
});

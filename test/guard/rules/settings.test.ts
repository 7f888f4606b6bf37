import { expect, test } from 'vitest';
import { checks } from '../../../src/doctor/checks/index.js';
import { checkRuleNames } from '../../../src/guard/rules/apply.js';
import { rules as guardRules } from '../../../src/guard/rules/index.js';
import { proofRules } from '../../../src/rollback/proof/rules.js';
import { findings, journal, without } from './histories.js';

const fork = journal('0000_init', '0001_orders', { tag: '0002_items', prevId: 'id-of-0000_init' });

test('a rule has the severity that the settings give it, or none', async () => {
  const severities = async (severity: 'error' | 'warning' | 'info' | 'off') =>
    (await findings(fork, { rules: { 'history/fork': severity } })).map((finding) => finding.severity);

  expect(await severities('error')).toEqual(['error']);
  expect(await severities('warning')).toEqual(['warning']);
  expect(await severities('info')).toEqual(['info']);
  expect(await severities('off')).toEqual([]);
});

test('the settings stand above the severity that one finding has of its own', async () => {
  const files = {
    ...journal('0000_init'),
    'drizzle/meta/0009_snapshot.json': fork['drizzle/meta/0001_snapshot.json'] ?? '',
  };

  expect((await findings(files)).map((finding) => finding.severity)).toEqual(['error']);
  expect((await findings(files, { rules: { 'history/foreign-file': 'info' } }))[0]?.severity).toBe('info');
});

test('what lies up to `since` is left alone: by migration, and by name where no migration lists the file', async () => {
  const untidy = {
    ...without(fork, 'drizzle/0001_orders.sql', 'drizzle/meta/0000_snapshot.json'),
    'drizzle/0001_cleanup.sql': '',
    'drizzle/0003_cleanup.sql': '',
  };
  const rules = { 'rollback/missing': 'off' } as const;

  const all = (await findings(untidy, { rules })).map(({ rule }) => rule);
  expect(all).toContain('history/missing-sql');
  expect(all).toContain('history/missing-snapshot');
  const left = await findings(untidy, { rules, since: '0002_items' });
  expect(left.map(({ rule, path }) => `${rule} ${path}`)).toEqual(['history/unjournaled-sql drizzle/0003_cleanup.sql']);
});

test('a `since` that no migration has is said, and leaves nothing alone', async () => {
  const rules = { 'rollback/missing': 'off' } as const;

  expect((await findings(fork, { since: '0009_gone', rules })).map(({ rule }) => rule)).toEqual([
    'history/unknown-since',
    'history/fork',
  ]);
});

test('what is put among the old migrations later is new', async () => {
  const rules = { 'rollback/missing': 'off' } as const;
  const published = journal('0000_init', { tag: '0002_items', when: Date.UTC(2026, 0, 9) });
  const files = {
    ...journal('0000_init', '0001_orders', {
      tag: '0002_items',
      when: Date.UTC(2026, 0, 9),
      prevId: 'id-of-0000_init',
    }),
    'drizzle/0000_cleanup.sql': '',
  };
  const found = await findings(files, { rules, published, since: '0002_items' });

  expect(found.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    'history/unjournaled-sql drizzle/0000_cleanup.sql',
    'history/out-of-order drizzle/meta/_journal.json',
  ]);
});

test('every rule of the check, of the proof and of the doctor may be named, and nothing else: the nearest name is said', () => {
  const named = (name: string) => () => checkRuleNames({ rules: { [name]: 'warning' } });

  for (const { name } of [...guardRules, ...proofRules, ...checks]) expect(named(name), name).not.toThrow();
  expect(named('prove/row-lost')).toThrow(
    expect.objectContaining({
      message: 'package.json: lockstep.rules names "prove/row-lost", which is no rule.',
      fix: 'Did you mean prove/rows-lost?',
      exitCode: 2,
    }),
  );
});

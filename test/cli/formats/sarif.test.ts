import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { sarifReport } from '../../../src/cli/formats/sarif.js';
import { checks } from '../../../src/doctor/checks/index.js';
import { toReport } from '../../../src/finding.js';
import { rules as guardRules } from '../../../src/guard/rules/index.js';
import { rules as reviewRules } from '../../../src/review/rules/index.js';
import { proofRules } from '../../../src/rollback/proof/rules.js';
import { names, project, reports, risk } from './reports.js';

const rules = [...guardRules, ...reviewRules, ...proofRules, ...checks];

const sarif = (name: keyof typeof reports): string => sarifReport(reports[name], '1.2.3');

/** The published schema: rtm.5 is what became the standard 2.1.0. */
function validator() {
  const schema = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // Of draft 4 only the two words that name it are not understood; what the schema says means the same since.
  const { $schema: _draft, id: _id, ...rest } = schema;
  // One of its patterns is not valid with the flag u.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(rest);
}

describe('the SARIF 2.1.0 schema', () => {
  const validate = validator();

  test.each(names)('accepts the report of %s', (name) => {
    expect(validate(JSON.parse(sarif(name))) ? [] : validate.errors).toEqual([]);
  });

  test('would refuse a wrong level, a wrong line and a wrong URI', () => {
    const good = sarif('one finding');
    for (const [from, to] of [
      ['"level": "error"', '"level": "fatal"'],
      ['"startLine": 1', '"startLine": 0'],
      ['"uri": "src/schema"', '"uri": "src/my schema"'],
      ['"ruleIndex"', '"ruleNumber"'],
    ] as const) {
      expect(good).toContain(from);
      expect(validate(JSON.parse(good.replaceAll(from, to))), to).toBe(false);
    }
  });
});

test('a result has its place, its text with SQL and mend, and what it is about', () => {
  const [result] = JSON.parse(sarif('one finding')).runs[0].results;
  expect(result).toMatchInlineSnapshot(
    { ruleIndex: expect.any(Number) },
    `
    {
      "level": "error",
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "src/schema",
              "uriBaseId": "%SRCROOT%",
            },
            "region": {
              "startLine": 1,
            },
          },
        },
      ],
      "message": {
        "text": "The schema in the staged files has changes that no migration there makes.

    CREATE TABLE "orders" (
    	"id" uuid
    );

    CREATE INDEX "orders_id" ON "orders" ("id");

    Fix: npx lockstep generate",
      },
      "partialFingerprints": {
        "lockstepFinding/v1": "5b561fede5de562d795dfce45701f1da295170d1052e40e6b87adbfee43a84fb",
      },
      "properties": {
        "dialect": "postgresql",
        "fix": "npx lockstep generate",
        "project": "drizzle.config.ts",
        "statements": [
          "CREATE TABLE "orders" (
    	"id" uuid
    );
    ",
          "CREATE INDEX "orders_id" ON "orders" ("id");",
        ],
      },
      "ruleId": "lockstep/schema-ahead",
      "ruleIndex": Any<Number>,
    }
  `,
  );
});

test('tells of every rule what it finds, why it matters and how it is mended', () => {
  const { driver } = JSON.parse(sarif('all in lockstep')).runs[0].tool;
  expect(driver.version).toBe('1.2.3');
  expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ name }) => name));
  for (const [at, { docs, severity }] of rules.entries()) {
    const { help, shortDescription, fullDescription, defaultConfiguration, name } = driver.rules[at];
    expect(shortDescription.text).toBe(docs.what);
    expect(fullDescription.text).toBe(docs.why);
    for (const part of Object.values(docs)) expect(help.markdown).toContain(part);
    expect(defaultConfiguration.level).toBe(severity === 'info' ? 'note' : severity);
    expect(name).toMatch(/^(?:[A-Z][a-z]+)+$/);
  }
});

test('points from each result to its rule, also to one that is not in the list', () => {
  for (const name of names) {
    const [{ results, tool }] = JSON.parse(sarif(name)).runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  }
});

test('writes paths as URIs', () => {
  const [result] = JSON.parse(sarif('hostile texts')).runs[0].results;
  const { uri } = result.locations[0].physicalLocation.artifactLocation;
  expect(uri).toBe('src/my%2C%20schema%3A%2050%25%20%5Ba%5D(b)%20%60%C3%A9%60%0A.ts');
  expect(decodeURIComponent(uri)).toBe(reports['hostile texts'].projects[0]?.findings[0]?.path);
});

test('what is to be accepted by name is said with the command for it', () => {
  const [run] = JSON.parse(sarifReport(toReport([project([risk])]), '1.2.3')).runs;
  expect(run.results[0].message.text).toBe(`${risk.message}\n\nFix: ${risk.fix}\n\nAccept: ${risk.approve}`);
});

test('an approved finding is suppressed with its reason; the others of the run are not', () => {
  const [{ results }] = JSON.parse(sarif('several findings')).runs;
  expect(results.map(({ suppressions }: { suppressions: unknown[] }) => suppressions)).toEqual([
    [],
    [],
    [],
    [{ kind: 'external', status: 'accepted', justification: 'The database was made by hand in 2019.' }],
    [],
  ]);
  expect(sarif('one finding')).not.toContain('suppressions');
});

test('the same fault in two commits has one fingerprint, another fault another', () => {
  const of = (name: keyof typeof reports): string[] =>
    JSON.parse(sarif(name)).runs[0].results.map(
      (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints['lockstepFinding/v1'],
    );
  const [inRange, other] = of('a range of commits');
  expect(inRange).toBe(of('one finding')[0]);
  expect(other).not.toBe(inRange);
});

test('the same fault has one fingerprint in every commit that has it', () => {
  const prints = ['1a2b3c4d5', '6e7f80912'].map((id) => {
    const message = `The schema in commit ${id} has changes.`;
    const findings = [{ rule: 'lockstep/schema-ahead', severity: 'error' as const, message }];
    const report = toReport([{ path: 'drizzle.config.ts', dialect: 'sqlite', line: 'journal', findings }]);
    return JSON.parse(sarifReport(report, '1.0.0')).runs[0].results[0].partialFingerprints['lockstepFinding/v1'];
  });

  expect(prints[0]).toBe(prints[1]);
});

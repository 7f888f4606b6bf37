import { describe, expect, it } from 'vitest';
import { dependencyVersions, minimumNode } from '../../../generators/project/versions.js';
import { answersFor, contentOf, planFor } from './answers.js';

function picked(nodeVersion: string) {
  const versions = dependencyVersions(nodeVersion);
  const major = (range: string) => Number(/\d+/.exec(range)?.[0]);
  return {
    vitest: major(versions.vitest),
    lintStaged: major(versions['lint-staged']),
    betterSqlite3: major(versions['better-sqlite3']),
    types: major(versions['@types/node']),
  };
}

describe('the versions that the running Node.js can use', () => {
  it.each([
    ['20.19.0', { vitest: 4, lintStaged: 16, betterSqlite3: 12, types: 20 }],
    ['v20.20.2', { vitest: 4, lintStaged: 16, betterSqlite3: 12, types: 20 }],
    ['22.11.0', { vitest: 4, lintStaged: 16, betterSqlite3: 13, types: 22 }],
    ['22.12.0', { vitest: 5, lintStaged: 16, betterSqlite3: 13, types: 22 }],
    ['22.22.1', { vitest: 5, lintStaged: 17, betterSqlite3: 13, types: 22 }],
    ['24.0.0', { vitest: 5, lintStaged: 17, betterSqlite3: 13, types: 24 }],
    ['25.1.0', { vitest: 4, lintStaged: 17, betterSqlite3: 13, types: 25 }],
    ['26.0.0', { vitest: 5, lintStaged: 17, betterSqlite3: 13, types: 26 }],
    ['30.0.0', { vitest: 5, lintStaged: 17, betterSqlite3: 13, types: 26 }],
  ])('on %s', (nodeVersion, expected) => {
    expect(picked(nodeVersion)).toEqual(expected);
  });

  it('are caret ranges, so that a project gets fixes', () => {
    for (const range of Object.values(dependencyVersions('24.1.0'))) expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
  });

  it('are not picked for what is no version', () => {
    expect(() => dependencyVersions('latest')).toThrow('Not a version of Node.js');
  });
});

describe('the oldest Node.js that a project names', () => {
  it('is that of lockstep, as long as no package needs more', () => {
    expect(minimumNode('20.20.0', ['vitest', 'lint-staged'])).toBe('20.19.0');
  });

  it('is what the most demanding package needs, in the major that runs', () => {
    expect(minimumNode('22.22.3', ['vitest', 'lint-staged'])).toBe('22.22.1');
    expect(minimumNode('24.3.0', ['vitest', 'lint-staged'])).toBe('24.0.0');
  });

  it('stands in package.json', () => {
    const { engines } = JSON.parse(
      contentOf(planFor(answersFor('pglite', { nodeVersion: 'v22.22.3' })), 'package.json'),
    );
    expect(engines).toEqual({ node: '>=22.22.1' });
  });
});

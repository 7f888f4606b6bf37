import { describe, expect, it } from 'vitest';
import { settleConflicts } from '../../../src/scaffold/conflicts.js';
import { answersFor, contentOf, planFor } from './answers.js';

/** What the project makes of a folder with these files. */
function settled(policy: 'force' | 'merge', existing: Record<string, string>) {
  return settleConflicts(planFor(answersFor('pglite'), existing), policy);
}

describe('a folder with files', () => {
  it('keeps what its .gitattributes say: of two lines for one file git takes the last', () => {
    const existing = '*.bat text eol=crlf\n*.svg -text\n';
    const merged = contentOf(settled('merge', { '.gitattributes': existing }), '.gitattributes');
    expect(merged).toContain('* text=auto eol=lf\n');
    expect(merged.endsWith(`\n${existing}`)).toBe(true);
  });

  it.each(['force', 'merge'] as const)('never loses its .env, which git does not have (--%s)', (policy) => {
    const existing = 'DATABASE_URL=postgres://mine\nTOKEN=x\n';
    const plan = settled(policy, { '.env': existing });
    expect(contentOf(plan, '.env').startsWith(existing)).toBe(true);
    expect(contentOf(settled(policy, { '.env': 'TOKEN=x\n' }), '.env')).toMatch(/^TOKEN=x\n[\s\S]*DATABASE_URL=/);
  });

  it('is refused with a package.json that says its files are CommonJS: none of the project would run', () => {
    const manifest = '{ "name": "mine", "type": "commonjs" }\n';
    expect(() => settled('merge', { 'package.json': manifest })).toThrow('"type": "commonjs"');
    expect(contentOf(settled('force', { 'package.json': manifest }), 'package.json')).toContain('"type": "module"');
  });
});

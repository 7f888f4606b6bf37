import { describe, expect, it } from 'vitest';
import { sectionMarks, withSection } from '../../src/scaffold/section.js';

describe('a section of a file that also belongs to others', () => {
  it.each(['# Mine\n', '# Mine', '# Mine\r\n\r\nText\r\n', 'a\n\n\n'])(
    'goes to the end of %j, in its line endings',
    (existing) => {
      const joined = withSection(existing, '# Ours\n\nText\n', 'AGENTS.md');
      expect(joined.startsWith(existing)).toBe(true);
      expect(joined).toContain('# Ours');
      expect(joined.includes('\r')).toBe(existing.includes('\r'));
    },
  );

  it('is renewed in its place, and what stands after it stays', () => {
    const first = `${withSection('# Mine\n', 'old', 'AGENTS.md')}\n## After\n`;
    const second = withSection(first, 'new', 'AGENTS.md');
    expect(second).toBe(first.replace('old', 'new'));
    expect(withSection(second, 'new', 'AGENTS.md')).toBe(second);
  });

  it('is not guessed when one of its marks is gone', () => {
    const broken = withSection('', 'text', 'AGENTS.md').replace(sectionMarks.end, '');
    expect(() => withSection(broken, 'text', 'AGENTS.md')).toThrow('not both');
  });
});

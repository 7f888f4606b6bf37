import { describe, expect, it } from 'vitest';
import { defaultStyle, detectStyle, lineWidth } from '../../../src/scaffold/edit/index.js';
import { readSource } from '../../../src/schema/source/index.js';

const styleOf = (text: string) => detectStyle([readSource('x.ts', text)]);

describe('the style of a file', () => {
  it('is read off its code', () => {
    const text =
      'import {pgTable} from "drizzle-orm/pg-core"\r\nexport const a = pgTable("a", {\r\n\tid: text("id")\r\n})\r\nexport const b = {x: 1}\r\n';
    expect(styleOf(text)).toEqual({
      ...defaultStyle,
      eol: '\r\n',
      indent: '\t',
      quote: '"',
      semicolons: false,
      trailingCommas: false,
      trailingArgumentCommas: false,
      bracketSpacing: false,
    });
  });

  it('is the default where the file shows nothing', () => {
    expect(styleOf('')).toEqual(defaultStyle);
  });

  it('is what most of the file does', () => {
    expect(styleOf("const a = 'x';\nconst b = 'y';\nconst c = \"z\"\n")).toMatchObject({
      quote: "'",
      semicolons: true,
    });
  });

  it('has the four spaces that objects are indented by', () => {
    expect(styleOf('const a = {\n    b: {\n        c: 1,\n    },\n};\n').indent).toBe('    ');
  });

  it('takes the width from the formatter, whose own default is 80', () => {
    const reading = (files: Record<string, string>) => lineWidth((path) => files[path] ?? null);
    expect(reading({ 'biome.json': '{ "formatter": { "lineWidth": 120 } }' })).toBe(120);
    expect(reading({ 'biome.jsonc': '{} // none' })).toBe(80);
    expect(reading({ '.prettierrc': 'printWidth: 90\n' })).toBe(90);
    expect(reading({ 'package.json': '{ "prettier": { "printWidth": 110 } }' })).toBe(110);
    expect(reading({})).toBe(100);
  });
});

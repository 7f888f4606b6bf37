import { describe, expect, it } from 'vitest';
import { addToBarrel, detectStyle } from '../../../src/scaffold/edit/index.js';
import { readSource } from '../../../src/schema/source/index.js';

function add(text: string, source = './orders', names = ['orders', 'orderStatus']) {
  const file = readSource('index.ts', text);
  return addToBarrel(file, source, names, detectStyle([file]));
}

describe('a barrel', () => {
  it('that is sorted gets the line at its place', () => {
    expect(add("export * from './carts';\nexport * from './users';\n")).toBe(
      "export * from './carts';\nexport * from './orders';\nexport * from './users';\n",
    );
  });

  it('that says only that it is a module gets its first line in place of that', () => {
    expect(add('// All tables.\nexport {};\n')).toBe("// All tables.\nexport * from './orders';\n");
    expect(add('export { x };\n')).toEqual({ code: "export * from './orders';" });
  });

  it('that is not sorted gets it after the last line', () => {
    expect(add("export * from './users';\nexport * from './carts';\nexport const x = 1;\n")).toBe(
      "export * from './users';\nexport * from './carts';\nexport * from './orders';\nexport const x = 1;\n",
    );
  });

  it('that names what it exports goes on naming', () => {
    expect(add("export { users } from './users';\n")).toBe(
      "export { orders, orderStatus } from './orders';\nexport { users } from './users';\n",
    );
  });

  it('keeps CRLF, double quotes, no semicolons, a comment, and a missing final newline', () => {
    expect(add('export * from "./a" // first\r\nexport * from "./b"')).toBe(
      'export * from "./a" // first\r\nexport * from "./b"\r\nexport * from "./orders"',
    );
  });

  it('that is empty gets its first line, after a BOM', () => {
    expect(add('')).toBe("export * from './orders';\n");
    expect(add('\uFEFF')).toBe("\uFEFFexport * from './orders';\n");
    expect(add('// tables\n')).toBe("// tables\nexport * from './orders';\n");
  });

  it('that joins its files in another way is not guessed at', () => {
    expect(add("import * as users from './users';\nexport const schema = { ...users };\n")).toEqual({
      code: "export * from './orders';",
    });
  });
});

import { describe, expect, it } from 'vitest';
import { defaultStyle, detectStyle, Imports, insertStatements } from '../../../src/scaffold/edit/index.js';
import { readSource } from '../../../src/schema/source/index.js';

const core = 'drizzle-orm/pg-core';

/** The file with these names of pg-core imported too, and what to write for each. */
function use(text: string, names: string[], width = 100) {
  const file = readSource('schema.ts', text);
  const style = { ...detectStyle([file]), width };
  const imports = new Imports(file, style, []);
  const written = names.map((name) => imports.use(name === 'sql' ? 'drizzle-orm' : core, name));
  return { written, text: insertStatements(file, 'NEW', imports, style).replace(/\s*NEW\s*$/, '') };
}

describe('imports of a file', () => {
  it('that are there already are used, by the names that they have', () => {
    const before = `import { text as t, uuid } from '${core}';`;
    expect(use(before, ['text', 'uuid'])).toEqual({ written: ['t', 'uuid'], text: before });
  });

  it('of a whole namespace are used through it', () => {
    const before = `import * as p from '${core}';`;
    expect(use(before, ['text', 'index'])).toEqual({ written: ['p.text', 'p.index'], text: before });
  });

  it('are joined at their sorted place, or at the end where they are not sorted', () => {
    expect(use(`import { boolean, uuid } from '${core}';`, ['text', 'bigint']).text).toBe(
      `import { bigint, boolean, text, uuid } from '${core}';`,
    );
    expect(use(`import {uuid, boolean} from '${core}'`, ['text']).text).toBe(
      `import {uuid, boolean, text} from '${core}'`,
    );
  });

  it('on several lines get lines, with tabs and CRLF and comments kept', () => {
    const before = `import {\r\n\tboolean, // flags\r\n\tuuid,\r\n} from "${core}";\r\n`;
    expect(use(before, ['text', 'varchar']).text).toBe(
      `import {\r\n\tboolean, // flags\r\n\ttext,\r\n\tuuid,\r\n\tvarchar,\r\n} from "${core}";`,
    );
  });

  it('that no longer fit on a line are broken', () => {
    expect(use(`import { boolean, uuid } from '${core}';`, ['text', 'timestamp'], 60).text).toBe(
      `import {\n  boolean,\n  text,\n  timestamp,\n  uuid,\n} from '${core}';`,
    );
  });

  it('of types alone are left alone', () => {
    expect(use(`import type { AnyPgColumn } from '${core}';`, ['text']).text).toBe(
      `import type { AnyPgColumn } from '${core}';\nimport { text } from '${core}';`,
    );
  });

  it('of a module that is new stand in order, below a comment that heads the file', () => {
    expect(use(`// schema\nimport { text } from '${core}';\nimport { x } from './x';`, ['sql']).text).toBe(
      `// schema\nimport { sql } from 'drizzle-orm';\nimport { text } from '${core}';\nimport { x } from './x';`,
    );
    expect(use(`'use strict';\nconst a = 1;`, ['sql', 'text']).text).toBe(
      `'use strict';\nimport { sql } from 'drizzle-orm';\nimport { text } from '${core}';\n\nconst a = 1;`,
    );
  });

  it('get another name where the file uses theirs', () => {
    const { written, text } = use(`import { pgTable } from '${core}';\nconst text = 1;`, ['text']);
    expect(written).toEqual(['drizzleText']);
    expect(text).toContain(`import { pgTable, text as drizzleText } from '${core}';`);
  });

  it('of a new file are sorted: packages, then the project', () => {
    const imports = new Imports(null, defaultStyle, []);
    imports.use('./users', 'users');
    imports.use(core, 'text');
    imports.use(core, 'AnyPgColumn', true);
    imports.use('drizzle-orm', 'sql');
    expect(imports.statements()).toEqual([
      "import { sql } from 'drizzle-orm';",
      `import { type AnyPgColumn, text } from '${core}';`,
      "import { users } from './users';",
    ]);
  });
});

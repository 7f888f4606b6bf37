import { expect, test } from 'vitest';
import { readHistory } from '../../src/history/read.js';
import { codeSearch } from '../../src/impact/code/search.js';
import { type Impact, impactOf } from '../../src/impact/impact.js';
import { findProject } from '../../src/project/find.js';
import { evaluateConfig } from '../../src/schema/evaluate-config.js';
import { shop, typescripts } from './helpers.js';

for (const typescript of ['7', '5.6'] as const) {
  test(`the code that uses a column or a table is found with TypeScript ${typescript}`, async () => {
    expect(Object.keys(typescripts)).toContain(typescript);
    const repository = shop(typescript);
    const { tree, project, root } = await findProject(repository.folder, { evaluate: evaluateConfig });
    const history = await readHistory(tree, project.out);
    const search = codeSearch(tree, project, root, () => {});
    const impact = (name: string): Promise<Impact> =>
      impactOf(name, { tree, project, history, search, former: async () => [] });
    try {
      const email = await impact('users.email');
      const spreadLine = 'use src/use.ts:22';
      expect(placesOf(email).filter((place) => !place.startsWith(spreadLine))).toEqual([
        'use src/use.ts:8 user.email',
        'use src/use.ts:10 users.email',
        'use src/use.ts:11 email: found',
        'use src/use.ts:11 email: true',
        'use src/use.ts:13 email }',
        'use src/use.ts:20 email',
        "use src/use.ts:23 'email'",
        "use src/use.ts:24 'email'",
        'use src/use.ts:25 row?.email',
        'use src/use.ts:25 author?.email',
      ]);
      // A value that is spread in has no name there: it does not compile, and each version says so at another place.
      expect(placesOf(email).filter((place) => place.startsWith(spreadLine))).toHaveLength(1);
      expect(email.code.inText).toMatchObject([{ path: 'src/use.ts', line: 14 }]);

      const createdAt = await impact('users.createdAt');
      expect(placesOf(createdAt)).toEqual(['use src/use.ts:17 users.createdAt']);

      const users = await impact('users');
      expect(users.code.places.map(({ kind, line }) => `${kind} ${line}`)).toEqual([
        'import 4',
        're-export 5',
        'use 7',
        'use 10',
        'use 10',
        'use 11',
        'use 13',
        'use 14',
        'use 17',
        'use 17',
        'use 18',
        'use 22',
      ]);
      expect(users.code.inText).toMatchObject([{ path: 'src/use.ts', line: 15 }]);
      expect(users.inSchema).toEqual([
        { path: 'src/schema.ts', line: 9, what: 'the table posts' },
        { path: 'src/schema.ts', line: 10, what: 'a relation' },
      ]);
    } finally {
      await search.close();
    }

    /** Each with the expression that ends or begins at the place. */
    function placesOf({ code }: Impact): string[] {
      const lines = repository.read('src/use.ts').split('\n');
      return code.places.map(({ kind, path, line, column }) => {
        const text = lines[line - 1] ?? '';
        const member = /[\w?]+\.$/.exec(text.slice(0, column - 1))?.[0] ?? '';
        const name = /^(?:'\w+'|\w+)(?:: \w+| \})?/.exec(text.slice(column - 1))?.[0] ?? '';
        return `${kind} ${path}:${line} ${member}${member === '' ? name : name.replace(/\W.*/, '')}`;
      });
    }
  }, 120_000);
}

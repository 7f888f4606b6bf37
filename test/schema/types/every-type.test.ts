import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { describe, expect, it } from 'vitest';
import { table } from '../../../generators/table/index.js';
import type { Dialect } from '../../../src/project/dialects.js';
import { dialects } from '../../../src/project/dialects.js';
import { dialectTypes } from '../../../src/schema/types/index.js';
import { statementsOf } from '../../generators/table/evaluate.js';
import { compile, contextOf, folderWith, formatted, write } from '../../generators/table/fixture.js';
import { emptyPglite } from '../../helpers/pglite.js';
import { everyField } from './every-field.js';

const schema = ['src/schema.ts'];
function generate(dialect: Dialect, fields: string[], key = 'uuid'): string {
  const root = folderWith({ 'src/schema.ts': '' });
  const plan = table.plan(table.answers({ name: 'samples', fields, key }), contextOf(root, { dialect, schema }));
  for (const change of plan.changes) write(root, { [change.path]: change.after ?? '' });
  return root;
}

async function execute(dialect: Dialect, statements: string[]): Promise<void> {
  if (dialect === 'postgresql') {
    const engine = await emptyPglite();
    for (const statement of statements) await engine.exec(statement);
    await engine.close();
  } else if (dialect === 'sqlite') {
    const engine = createClient({ url: ':memory:' });
    for (const statement of statements) await engine.execute(statement);
    engine.close();
  } else {
    const database = `lockstep_types_${process.pid}`;
    const run = (sql: string): void => {
      execFileSync('mysql', ['-h', '127.0.0.1', '-u', 'root'], { input: sql, stdio: ['pipe', 'ignore', 'pipe'] });
    };
    run(`DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database};`);
    try {
      run(`USE ${database};\n${statements.map((statement) => `${statement.trim().replace(/;$/, '')};`).join('\n')}`);
    } finally {
      run(`DROP DATABASE ${database};`);
    }
  }
}

function reachable(dialect: Dialect): boolean {
  if (dialect !== 'mysql') return true;
  try {
    execFileSync('mysql', ['-h', '127.0.0.1', '-u', 'root', '-e', 'select 1'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.each(dialects)('the types of %s', (dialect) => {
  const types = dialectTypes[dialect].types;
  it('compile, every one of them, with every argument and default', () => {
    const root = generate(dialect, everyField(dialect, types));
    const code = readFileSync(join(root, 'src/schema.ts'), 'utf8');
    expect(code).toContain('c0');
    expect(compile(root)).toBe('');
    // Objects in JSON defaults keep their quotes; nothing else would a formatter change.
    expect(formatted(code, 100).replaceAll('default({ a: [1] })', 'default({"a":[1]})')).toBe(code);
  });

  it.skipIf(!reachable(dialect))('make statements that the engine accepts', async () => {
    const root = generate(
      dialect,
      everyField(
        dialect,
        types.filter((type) => type.extension === undefined),
      ),
    );
    const statements = await statementsOf(root, 'src/schema.ts', dialect);
    expect(statements.join('\n')).toContain('samples');
    await execute(dialect, statements);
  });

  it.skipIf(!reachable(dialect)).each(['uuid', 'serial', 'identity'])(
    'make a key %s that a reference to its own table can use',
    async (key) => {
      const root = generate(dialect, ['parent:references:samples:set-null', 'name:string!'], key);
      expect(compile(root)).toBe('');
      const statements = await statementsOf(root, 'src/schema.ts', dialect);
      expect(statements.join('\n')).toMatch(/FOREIGN KEY/i);
      await execute(dialect, statements);
    },
  );

  it('have names and aliases that mean one type each', () => {
    const names = types.flatMap((type) => [type.name, ...(type.aliases ?? [])].map((name) => name.toLowerCase()));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining([
        'string',
        'int',
        'bool',
        'decimal',
        'datetime',
        'float',
        'json',
        'jsonb',
        'uuid',
        'text',
        'timestamp',
        'date',
        'time',
      ]),
    );
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { committedProject } from '../helpers/project.js';
import type { Repository } from '../helpers/repository.js';

/** How many random histories are tried; more by hand: LOCKSTEP_PROPERTY_RUNS=50 npx vitest run test/guard/verdict */
const runs = Number(process.env.LOCKSTEP_PROPERTY_RUNS ?? 3);

type Step =
  | { do: 'edit'; column: number; present: boolean }
  | { do: 'generate' }
  | { do: 'commit'; stage: 'all' | 'schema' | 'migrations' | 'snapshots' }
  | { do: 'branch'; name: 'one' | 'two' }
  | { do: 'merge'; name: 'one' | 'two' }
  | { do: 'rebase'; name: 'one' | 'two' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit' as const), column: fc.nat(3), present: fc.boolean() }) },
  { weight: 3, arbitrary: fc.constant({ do: 'generate' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      stage: fc.constantFrom(
        'all' as const,
        'all' as const,
        'schema' as const,
        'migrations' as const,
        'snapshots' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('branch' as const), name: fc.constantFrom('one' as const, 'two' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('merge' as const), name: fc.constantFrom('one' as const, 'two' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('rebase' as const), name: fc.constantFrom('one' as const, 'two' as const) }),
  },
);

/** Columns are optional, one a line: branches merge, and an added column is never half of a rename. */
function schema(columns: Set<number>): string {
  const lines = [0, 1, 2, 3].map((at) => (columns.has(at) ? `  c${at}: integer('c${at}'),` : `  // no c${at}`));
  return `import { integer, pgTable, uuid } from 'drizzle-orm/pg-core';\n\nexport const users = pgTable('users', {\n  id: uuid('id').primaryKey(),\n\n${lines.join('\n\n')}\n});\n`;
}

function columnsOf(repository: Repository): Set<number> {
  return new Set([...repository.read('src/schema/users.ts').matchAll(/ {2}c(\d):/g)].map(([, at]) => Number(at)));
}

const paths = { all: ['-A'], schema: ['src'], migrations: ['drizzle'], snapshots: ['drizzle/meta', 'src'] };

/** Takes one step; returns the commits that it made. */
function take(repository: Repository, one: Step): string[] {
  const before = repository.git('rev-parse', 'HEAD').trim();
  switch (one.do) {
    case 'edit': {
      const columns = columnsOf(repository);
      if (one.present) columns.add(one.column);
      // A drop and an addition at once would be a question to the person: that has a test of its own.
      else if (columns.size === columnsOf(repository).size) columns.delete(one.column);
      repository.write('src/schema/users.ts', schema(columns));
      break;
    }
    case 'generate':
      kitGenerate(repository.folder);
      break;
    case 'commit':
      repository.tryGit('add', ...paths[one.stage]);
      repository.tryGit('commit', '-qm', one.stage, '--no-verify');
      break;
    case 'branch':
      repository.tryGit('stash', '-u');
      if (repository.tryGit('checkout', '-q', one.name).code !== 0) repository.tryGit('checkout', '-qb', one.name);
      break;
    case 'merge':
      repository.tryGit('stash', '-u');
      if (repository.tryGit('merge', '-q', '--no-edit', '--no-verify', one.name).code !== 0)
        repository.tryGit('merge', '--abort');
      break;
    case 'rebase':
      repository.tryGit('stash', '-u');
      if (repository.tryGit('rebase', '-q', one.name).code !== 0) repository.tryGit('rebase', '--abort');
      break;
  }
  const after = repository.git('rev-parse', 'HEAD').trim();
  return before === after ? [] : [after];
}

function kitGenerate(folder: string): string {
  const bin = join(folder, 'node_modules/drizzle-kit/bin.cjs');
  const { stdout, stderr } = spawnSync(process.execPath, [bin, 'generate'], {
    cwd: folder,
    encoding: 'utf8',
    input: '',
  });
  return stdout + stderr;
}

/** What drizzle-kit generate says in a fresh clone of the commit. */
function freshVerdict(repository: Repository, commit: string): 'equal' | 'different' | 'refused' {
  const clone = mkdtempSync(join(tmpdir(), 'lockstep-clone-'));
  try {
    execFileSync('git', ['clone', '-q', repository.folder, clone], { stdio: 'ignore' });
    execFileSync('git', ['checkout', '-q', '--detach', commit], { cwd: clone, stdio: 'ignore' });
    symlinkSync(join(repository.folder, 'node_modules'), join(clone, 'node_modules'), 'junction');
    const output = kitGenerate(clone);
    if (output.includes('No schema changes')) return 'equal';
    if (output.includes('Your SQL migration file') || output.includes('Interactive prompts')) return 'different';
    return 'refused';
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

async function verdict(repository: Repository, commit: string): Promise<'equal' | 'different' | 'refused'> {
  const rules = (await repository.findings({ tree: 'commit', revision: commit })).map(({ rule }) => rule);
  // drizzle-kit says nothing of the schema where two snapshots have one parent, or a snapshot is broken.
  if (rules.some((rule) => ['history/fork', 'history/malformed-entry', 'lockstep/not-comparable'].includes(rule)))
    return 'refused';
  return rules.some((rule) => rule === 'lockstep/schema-ahead' || rule === 'lockstep/migrations-ahead')
    ? 'different'
    : 'equal';
}

test('the verdict of every commit is that of drizzle-kit in a fresh clone of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      const repository = committedProject();
      repository.write('src/schema/users.ts', schema(new Set()));
      kitGenerate(repository.folder);
      repository.git('add', '-A');
      repository.git('commit', '-qm', 'Base', '--allow-empty');
      for (const one of steps) {
        for (const commit of take(repository, one)) {
          const trace = `${JSON.stringify(one)} made ${commit} with ${readdirSync(join(repository.folder, 'drizzle')).join(' ')}`;
          expect(await verdict(repository, commit), trace).toBe(freshVerdict(repository, commit));
        }
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
}, 600_000);

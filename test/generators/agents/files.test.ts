import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentCommands } from '../../../generators/agents/commands.js';
import { type AgentFacts, agentNames } from '../../../generators/agents/facts.js';
import { type AgentFile, agentFiles } from '../../../generators/agents/files.js';
import { packageManagers } from '../../../generators/project/index.js';
import { helpOf } from '../../../src/cli/command.js';
import { commands } from '../../../src/cli/commands/index.js';
import { rules as guardRules } from '../../../src/guard/rules/index.js';
import { dialects } from '../../../src/project/dialects.js';
import { rules as reviewRules } from '../../../src/review/rules/index.js';
import { proofRules } from '../../../src/rollback/proof/rules.js';
import { packagedRenderer } from '../../../src/scaffold/templates.js';

const render = packagedRenderer();
const fill = (template: string, values: Record<string, unknown>) => render(`project/agents/${template}`, values);

/** Projects of every dialect, line and package manager, with all that may be there and with nothing of it. */
const projects: AgentFacts[] = dialects.flatMap((dialect) =>
  (['journal', 'folders'] as const).flatMap((line) =>
    packageManagers.map((pm, at) => ({
      name: '@team/shop',
      dialect,
      driver: at % 2 === 0 ? 'a driver' : null,
      config: 'drizzle.config.ts',
      schema: at % 2 === 0 ? ['src/db/schema'] : ['src/**/*.table.ts', "src/it's.ts"],
      schemaIsFolder: at % 2 === 0,
      out: 'db/migrations',
      line,
      subfolder: at % 2 === 0 ? '' : 'packages/db',
      baseBranch: 'trunk',
      commands: agentCommands(
        pm,
        at % 2 === 0 ? { test: 'test', push: 'db:push', serverUp: 'db:up' } : {},
        null,
        at !== 3,
      ),
      migratesInLockstep: at !== 3,
      database: {
        variable: at % 2 === 0 ? 'DATABASE_URL' : null,
        localByDefault: at === 0,
        folder: at === 0 ? '.data' : null,
        oneProcess: at === 0,
        envExample: at % 2 === 0,
      },
    })),
  ),
);
const all = projects.map((facts) => ({ facts, files: agentFiles(facts, agentNames, fill) }));

const textOf = (file: AgentFile): string => (file.kind === 'entries' ? JSON.stringify(file.entries) : file.content);

describe('the files for agents, of every kind of project', () => {
  it('have nothing that is left to fill in', () => {
    for (const { files } of all) {
      for (const file of files) {
        // The guard is code, and its own test runs it.
        if (file.path.endsWith('.mjs')) continue;
        expect(textOf(file), file.path).not.toMatch(/\{\{|\[object|undefined|<[a-z-]+>|``/);
        if (file.kind === 'whole') expect(file.content, file.path).not.toMatch(/[ \t]\n|\n{3}|[^\n]$/);
      }
    }
  });

  it('begin with what the agents read of them', () => {
    for (const { files } of all) {
      for (const file of files) {
        const front = /^---\n([\s\S]*?)\n---\n/.exec(textOf(file))?.[1];
        if (!/^\.(?:claude|cursor|opencode)\/.*\.mdc?$/.test(file.path)) continue;
        // Cursor reads globs as they stand, without quotes: that is no YAML.
        const { description, name } = parse((front ?? '').replace(/^globs: .*$/m, ''));
        expect(description, file.path).toMatch(/^[A-Z].{20,1000}$/);
        if (file.path.endsWith('SKILL.md')) expect(file.path).toContain(`/${name}/SKILL.md`);
      }
    }
  });

  it('name only commands, options and rules that there are', async () => {
    const rules = [...guardRules, ...proofRules, ...reviewRules].map(({ name }): string => name);
    for (const { files } of all) {
      const text = files.map(textOf).join('\n');
      for (const [use, name, rest = ''] of text.matchAll(/\blockstep ([a-z]+)((?: [^`"\n]+)?)/g)) {
        const entry = commands.find((command) => command.name === name);
        if (entry === undefined) continue;
        const help = await helpOf(await entry.load());
        for (const [option] of rest.matchAll(/(?<= )--[a-z-]+/g)) expect(help, use).toContain(option);
      }
      const used = [...text.matchAll(/(?:npx|pnpm|yarn|bunx) lockstep ([a-z]+)/g)].map(([, name]) => name);
      expect(used.length).toBeGreaterThan(20);
      for (const name of used) expect(commands.map((command) => command.name)).toContain(name);
      for (const [name] of text.matchAll(/\b(?:lockstep|history|rollback|prove|review)\/[a-z]+(?:-[a-z]+)*\b/g))
        expect(rules).toContain(name);
    }
  });

  it('speak of the snapshots of the line alone', () => {
    for (const { facts, files } of all) {
      const text = files.map(textOf).join('\n');
      expect(text.includes('_journal.json')).toBe(facts.line === 'journal');
      expect(text.includes('db/migrations/*/down.sql')).toBe(facts.line === 'folders');
      expect(text).toContain('git restore --source=trunk --staged --worktree db/migrations');
    }
  });

  it('quote paths that a shell would change', () => {
    const file = all[1]?.files.find(({ path }) => path === 'AGENTS.md');
    expect(file && textOf(file)).toContain("git add 'src/**/*.table.ts' 'src/it'\\''s.ts' db/migrations");
  });

  it('are none for nobody', () => {
    const [facts] = projects;
    expect(facts && agentFiles(facts, [], fill)).toEqual([]);
  });
});

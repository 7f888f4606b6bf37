import type { JsonEntries } from '../../src/scaffold/json-entries.js';
import { shellWord } from '../../src/shell-word.js';
import { type TypedCommand, withArguments } from './commands.js';
import type { AgentFacts, AgentName } from './facts.js';
import { claudeSettings, cursorHooks, openCodePermissions } from './rules.js';

/** Fills the template of that path below templates/project/agents. */
type Fill = (template: string, values: Record<string, unknown>) => string;

/** One file for agents: made whole, a section of a file that also has others' text, or entries of a JSON file. */
export type AgentFile =
  | { kind: 'whole'; path: string; content: string }
  | { kind: 'section'; path: string; content: string }
  | { kind: 'entries'; path: string; entries: JsonEntries };

const dialectLabels = { postgresql: 'PostgreSQL', sqlite: 'SQLite', mysql: 'MySQL' };

/**
 * What coding agents have to know, and may not do, to change the database of this very project: its paths, commands and
 * dialect. The formats are those that Claude Code, Cursor and OpenCode document in 2026; each says where it is read.
 */
export function agentFiles(facts: AgentFacts, names: readonly AgentName[], fill: Fill): AgentFile[] {
  if (names.length === 0) return [];
  const values = valuesOf(facts);
  const guide = fill('guide.md.hbs', values).trimEnd();
  const whole = (path: string, template: string, more: Record<string, unknown> = {}): AgentFile => ({
    kind: 'whole',
    path,
    content: fill(template, { ...values, guide, ...more }),
  });
  const guard = guardValues(facts);
  const allowed = (...commands: (TypedCommand | null)[]) => ({ allowedTools: allowedTools(commands) });
  // What changes a database is asked about, each time.
  const { generate, check, down, prove, review, impact, status, drift, studio, test, typecheck } = facts.commands;
  const files: Record<AgentName, () => AgentFile[]> = {
    'agents-md': () => [{ kind: 'section', path: 'AGENTS.md', content: guide }],
    claude: () => [
      whole('.claude/skills/database-migration/SKILL.md', 'skill.md.hbs'),
      whole('.claude/commands/migrate.md', 'migrate.md.hbs', {
        ...allowed(typecheck, generate, check, down, prove, review, impact, status, drift, test),
      }),
      whole('.claude/commands/db/studio.md', 'studio.md.hbs', allowed(studio)),
      whole('.claude/commands/check-types.md', 'check-types.md.hbs', allowed(typecheck, check)),
      whole('.claude/agents/migration-assistant.md', 'assistant.md.hbs'),
      whole('.claude/hooks/database.mjs', 'guard.mjs.hbs', guard),
      { kind: 'entries', path: '.claude/settings.json', entries: claudeSettings(facts) },
    ],
    cursor: () => [
      whole('.cursor/rules/database.mdc', 'cursor.mdc.hbs', { globs: globsOf(facts).join(',') }),
      whole('.cursor/hooks/database.mjs', 'guard.mjs.hbs', guard),
      { kind: 'entries', path: '.cursor/hooks.json', entries: cursorHooks() },
    ],
    opencode: () => [
      whole('.opencode/skills/database-migration/SKILL.md', 'skill.md.hbs'),
      { kind: 'entries', path: 'opencode.json', entries: openCodePermissions(facts) },
    ],
  };
  return names.flatMap((name) => files[name]());
}

function valuesOf(facts: AgentFacts): Record<string, unknown> {
  const { commands, database, dialect, line, out, schema } = facts;
  const add = (args: string) => withArguments(commands.new, args);
  return {
    name: facts.name,
    dialectLabel: dialectLabels[dialect],
    driver: facts.driver ?? '',
    postgresql: dialect === 'postgresql',
    mysql: dialect === 'mysql',
    sqlite: dialect === 'sqlite',
    journal: line === 'journal',
    schema: schema[0] ?? '',
    schemaText: schema.map((path) => `\`${path}\``).join(', '),
    schemaIsFolder: facts.schemaIsFolder,
    out,
    downs: line === 'journal' ? `${out}/*.down.sql` : `${out}/*/down.sql`,
    config: facts.config,
    // git expands the globs in them itself.
    gitOut: shellWord(out),
    gitPaths: [...schema, out].map(shellWord).join(' '),
    subfolder: facts.subfolder,
    baseBranch: facts.baseBranch,
    needsUrl: database.variable !== null && !database.localByDefault,
    urlVariable: database.variable ?? '',
    envExample: database.envExample,
    folder: database.folder ?? '',
    oneProcess: database.oneProcess,
    newTable: add('table orders number:integer:required total:numeric:10,2:required'),
    newColumn: add('column orders note:text'),
    newReference: add('table invoices order:references:orders amount:integer:required'),
    newIndex: add('index orders number'),
    newCheck: add('constraint orders check --expression "number > 0" --name orders_number_check'),
    newRelation: add('relation invoices order:one'),
    backfill: add(`backfill orders note --set "'none'" --as migration`),
    newEnum: add('enum order_status open paid'),
    addValue: add('enum order_status --add shipped --after paid'),
    renameColumn: add('rename-column orders note remark'),
    renameTable: add('rename-table invoices bills'),
    dropColumn: add('drop-column orders remark'),
    generate: commands.generate.command,
    generateNamed: withArguments(commands.generate, '--name add_orders'),
    generateCustom: withArguments(commands.generate, '--custom --name fill_totals'),
    check: commands.check.command,
    down: commands.down.command,
    prove: commands.prove.command,
    review: commands.review.command,
    approve: withArguments(commands.approve, 'TAG drop-column:orders.remark --reason "…"'),
    impact: withArguments(commands.impact, 'orders.remark'),
    rebase: commands.rebase.command,
    undo: commands.undo.command,
    doctor: commands.doctor.command,
    migrate: commands.migrate.command,
    migratesInLockstep: facts.migratesInLockstep,
    rollback: commands.rollback?.command ?? '',
    status: commands.status?.command ?? '',
    drift: commands.drift?.command ?? '',
    studio: commands.studio.command,
    typecheck: commands.typecheck.command,
    test: commands.test?.command ?? '',
    push: commands.push?.command ?? '',
    serverUp: commands.serverUp?.command ?? '',
  };
}

function guardValues({ baseBranch, commands, database, out }: AgentFacts): Record<string, unknown> {
  return {
    out,
    pushScript: commands.push?.script ?? null,
    urlVariable: database.variable,
    localByDefault: database.localByDefault,
    baseBranches: ['origin/HEAD', `origin/${baseBranch}`, baseBranch],
    instead: `Write a migration: ${commands.generate.command}, then ${commands.migrate.command}`,
    generate: commands.generate.command,
    generateCustom: `${withArguments(commands.generate, '--custom --name fill_totals')} (with a name that says what it does)`,
  };
}

/** The rule of a command, with and without arguments. */
function allowedTools(commands: (TypedCommand | null)[]): string {
  return commands.flatMap((one) => (one === null ? [] : [`Bash(${one.command}:*)`])).join(', ');
}

/** Cursor attaches the rule when a file is open that one of them names. */
function globsOf({ config, schema, schemaIsFolder, out }: AgentFacts): string[] {
  return [...schema.map((path) => (schemaIsFolder ? `${path}/**` : path)), `${out}/**`, config];
}

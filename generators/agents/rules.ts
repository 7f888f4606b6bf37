import type { JsonEntries } from '../../src/scaffold/json-entries.js';
import type { AgentFacts } from './facts.js';

/**
 * What Claude Code refuses, and asks the guard about. Rules and hooks as its documentation has them in 2026: deny wins
 * over everything; a path rule is `Edit(…)` also for other tools that write, and `/` at its beginning is the folder of
 * the settings; `:*` is any continuation of a command.
 */
export function claudeSettings({ out, line }: AgentFacts): JsonEntries {
  const runners = [
    '',
    'npx ',
    'npx --yes ',
    'npm exec ',
    'pnpm ',
    'pnpm exec ',
    'pnpm dlx ',
    'yarn ',
    'bunx ',
    'bun x ',
  ];
  const written = line === 'journal' ? `${out}/meta/**` : `${out}/**/snapshot.json`;
  return {
    entries: {
      permissions: {
        deny: [`Edit(/${written})`, ...runners.map((runner) => `Bash(${runner}drizzle-kit push:*)`)],
      },
      hooks: {
        PreToolUse: [
          {
            matcher: 'Bash|Edit|MultiEdit|Write|NotebookEdit',
            hooks: [{ type: 'command', command: 'node "$CLAUDE_PROJECT_DIR/.claude/hooks/database.mjs"' }],
          },
        ],
      },
    },
  };
}

/** Cursor's hooks (from 1.7 on; `preToolUse` from 2.0 on): it starts them in the project's folder. */
export function cursorHooks(): JsonEntries {
  const command = 'node .cursor/hooks/database.mjs';
  return {
    frame: { version: 1 },
    entries: { hooks: { beforeShellExecution: [{ command }], preToolUse: [{ command, matcher: 'Write' }] } },
  };
}

/** OpenCode's permissions (from 1.1 on): the last pattern that fits decides, and `*` also stands for slashes. */
export function openCodePermissions({ out, line, commands }: AgentFacts): JsonEntries {
  const written = line === 'journal' ? `${out}/meta/*` : `${out}/*/snapshot.json`;
  const push = commands.push?.script ?? undefined;
  return {
    frame: { $schema: 'https://opencode.ai/config.json' },
    entries: {
      permission: {
        bash: {
          '*drizzle-kit push*': 'deny',
          '*lockstep approve*': 'ask',
          // Whether the database is one of this machine cannot be said in a pattern.
          ...(push === undefined ? {} : { [`*${push}*`]: 'ask' }),
        },
        edit: { [`*${written}`]: 'deny' },
      },
    },
  };
}

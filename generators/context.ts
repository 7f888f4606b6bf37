import { typedCommand } from '../src/project/commands.js';
import { configOption } from '../src/project/config-option.js';
import type { FoundProject } from '../src/project/find.js';
import { findInstalled, lineOf } from '../src/project/kit.js';
import type { GeneratorContext } from '../src/scaffold/generator.js';
import { projectRenderer } from '../src/scaffold/own-templates.js';
import { readFolder, remembering } from '../src/scaffold/reader.js';

/** What a generator may look at in a project. */
export async function createContext(found: FoundProject): Promise<GeneratorContext> {
  const { root, dialect, schema, out, casing } = found;
  const { read, list } = remembering(readFolder(root));
  const option = configOption(found.tree, found.project);
  const command = await typedCommand(root, 'db:generate', `lockstep generate${option}`);
  const kit = findInstalled(root, 'drizzle-kit');
  const line = (kit && lineOf(kit.version)) ?? 'journal';
  // npm takes `--name` for itself unless `--` stands before it; pnpm, yarn and bun pass it on.
  const separator = command.startsWith('npm run') ? ' --' : '';
  return {
    root,
    read,
    list,
    render: projectRenderer({ read, list }),
    generateCommand: (name) => `${command}${separator} --name ${name}`,
    command: (line) => typedCommand(root, '', line.startsWith('lockstep ') ? `${line}${option}` : line),
    // Loaded when it is needed: it brings drizzle-kit and the engines with it.
    planRename: async (planned) => (await import('./rename/migration.js')).planRename(found, planned),
    planMigration: async (planned) => (await import('./migration/custom.js')).planMigration(found, planned),
    planDown: async (tag, options) => (await import('./rollback/plan-down.js')).planDown(found, tag, options),
    // Only the generators that add to what is around the schema need it.
    planParts: async (parts, options) => (await import('./init/plan.js')).planParts(found, parts, options),
    project: {
      dialect,
      line,
      schema,
      out,
      // drizzle-kit 1.0 has no such setting: its tables are made with snakeCase.table (1.0.0-rc.5).
      ...(casing === undefined || line === 'folders' ? {} : { casing }),
    },
  };
}

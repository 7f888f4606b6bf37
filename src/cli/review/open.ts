import { tagsBefore } from '../../guard/since.js';
import type { History, Migration } from '../../history/history.js';
import { readHistory } from '../../history/read.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import type { FoundProject } from '../../project/find.js';
import { findInstalled, lineOf } from '../../project/kit.js';
import { type SettingsOfConfig, settingsFor } from '../../project/settings.js';
import { operationsOfProject, type RememberedOperations } from '../../review/remembered.js';
import type { ReviewOptions } from '../../review/review.js';
import { serverIn } from '../../review/server.js';
import { prepareReader } from '../../sql/parse-operations.js';
import type { Io } from '../command.js';
import { findProject } from '../find-project.js';
import type { ReleasedSchema } from './released.js';

/** A project whose migrations are reviewed. */
export interface OpenedReview {
  found: FoundProject;
  history: History;
  settings: SettingsOfConfig;
  /** The migrations after `since`. */
  own: Migration[];
  /** What is known of its SQL. */
  parsed: RememberedOperations;
  /** `lockstep NAME` as one types it in this project. */
  lockstep: (command: string) => string;
  /** What the base branch has, read when it is first asked for. */
  released: () => Promise<ReleasedSchema | null>;
}

/**
 * The project that `cwd` and `--config` mean, with its history.
 *
 * @throws LockstepError (exit 2) also for settings that name a rule which does not exist.
 */
export async function openReview(config: string | undefined, io: Io): Promise<OpenedReview> {
  return reviewOf(await findProject(io.cwd, { config }));
}

/** The same for a project that was found. */
export async function reviewOf(found: FoundProject): Promise<OpenedReview> {
  const { tree, project, root } = found;
  const kit = findInstalled(root, 'drizzle-kit');
  const parsed = operationsOfProject(root, project.out, project.dialect);
  const [history, settings, lockstep] = await Promise.all([
    readHistory(tree, project.out, (kit && lineOf(kit.version)) ?? 'journal'),
    checkedSettings(found),
    typedCommand(root, '', 'lockstep'),
    parsed.isEmpty ? prepareReader(project.dialect) : null,
  ]);
  const old = tagsBefore(history, settings.sinceTag);
  const option = configOption(tree, project);
  let reading: Promise<ReleasedSchema | null> | null = null;
  return {
    found,
    history,
    settings,
    own: history.migrations.filter(({ tag }) => !old.has(tag)),
    parsed,
    lockstep: (command) => `${lockstep} ${command}${option}`,
    released: () => {
      reading ??= import('./released.js').then(({ releasedBy }) => releasedBy(found, settings));
      return reading;
    },
  };
}

async function checkedSettings({ tree, project }: FoundProject): Promise<SettingsOfConfig> {
  const settings = await settingsFor(tree, project.config);
  if (Object.keys(settings.rules).length > 0) (await import('../../guard/rules/apply.js')).checkRuleNames(settings);
  return settings;
}

/** With what `review` is called for these migrations. */
export function reviewOptions(
  { found, history, settings, parsed, lockstep, released }: OpenedReview,
  tags: Iterable<string>,
): ReviewOptions {
  const { tree, project } = found;
  const { dialect } = project;
  const server = serverIn(settings, dialect);
  return { tree, dialect, history, tags: new Set(tags), settings, server, parsed, lockstep, released };
}

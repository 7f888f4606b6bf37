import { join } from 'node:path';
import type { Finding } from '../../finding.js';
import type { ReviewMigrations } from '../../guard/check-project.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import { cacheFolder, cacheKey, readCached, writeCached } from '../../repo/cache-folder.js';
import { operationsOfProject, type RememberedOperations } from '../../review/remembered.js';
import { serverIn } from '../../review/server.js';
import { build, version } from '../../version.js';

/** How many verdicts are remembered: of the branches that one goes back and forth between. */
const remembered = 20;

/**
 * The review as a part of a check. A history that was reviewed as it is, down files, snapshots and settings included, is
 * not read again.
 */
export function reviewForCheck(): ReviewMigrations {
  const operations = new Map<string, RememberedOperations>();
  return async ({ tree, project, history, tags, settings }) => {
    const folder = join(tree.root, project.folder);
    const cache = cacheFolder(folder);
    const path = cache && join(cache, `reviews-${build ?? version}.json`);
    const files = history.migrations.map(({ tag, ...paths }) => [
      tag,
      ...[paths.sql, paths.down, paths.snapshot].map((file) => tree.blobId(file)),
    ]);
    const { config, dialect, out } = project;
    const { rules, serverText } = settings;
    const key = cacheKey([config, dialect, out, history.line, rules, serverText, [...tags], files]);
    const known = path === null ? {} : record(readCached(path));
    const verdict = known[key];
    if (verdict !== undefined) return verdict;
    const { review } = await import('../../review/review.js');
    const parsed = operations.get(history.out) ?? operationsOfProject(folder, out, dialect);
    operations.set(history.out, parsed);
    const lockstep = await typedCommand(folder, '', 'lockstep');
    const option = configOption(tree, project);
    const results = await review({
      tree,
      dialect: project.dialect,
      history,
      tags,
      settings,
      server: serverIn(settings, project.dialect),
      lockstep: (command) => `${lockstep} ${command}${option}`,
      parsed,
    });
    parsed.save();
    const findings = results.flatMap((result) => result.findings);
    const others = Object.entries(known).slice(0, remembered - 1);
    if (path !== null) writeCached(path, { [key]: findings, ...Object.fromEntries(others) });
    return findings;
  };
}

function record(value: unknown): Record<string, Finding[]> {
  return typeof value === 'object' && value !== null ? (value as Record<string, Finding[]>) : {};
}

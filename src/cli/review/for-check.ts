import { join } from 'node:path';
import type { Finding } from '../../finding.js';
import type { ReviewMigrations } from '../../guard/check-project.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import { cacheFolder, cacheKey, readCached, writeCached } from '../../repo/cache-folder.js';
import { serverIn } from '../../review/server.js';
import type { Operation } from '../../sql/operation.js';
import { version } from '../../version.js';

/** How many verdicts are remembered: of the branches that one goes back and forth between. */
const remembered = 20;

/**
 * The review as a part of a check. A history that was reviewed as it is, down files, snapshots and settings included, is
 * not read again.
 */
export function reviewForCheck(): ReviewMigrations {
  const parsed = new Map<string, Operation[]>();
  return async ({ tree, project, history, tags, settings }) => {
    const folder = join(tree.root, project.folder);
    const cache = cacheFolder(folder);
    const path = cache && join(cache, `reviews-${version}.json`);
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
    const findings = results.flatMap((result) => result.findings);
    const others = Object.entries(known).slice(0, remembered - 1);
    if (path !== null) writeCached(path, { [key]: findings, ...Object.fromEntries(others) });
    return findings;
  };
}

function record(value: unknown): Record<string, Finding[]> {
  return typeof value === 'object' && value !== null ? (value as Record<string, Finding[]>) : {};
}

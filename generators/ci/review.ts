import type { PackageManagerCommands } from '../project/package-managers.js';

/**
 * The step that writes the review of a pull request's migrations into the job's summary. It ends with 0 also where the
 * review finds an error (1): the check refuses that, and two red steps for one fault would make one look for another.
 *
 * @param script that runs `lockstep review`.
 * @param option `--config PATH` where the package has several.
 */
export function reviewInSummary(
  runSilently: PackageManagerCommands['runSilently'],
  script: string,
  option = '',
): string {
  const run = runSilently(script, `--since "origin/$GITHUB_BASE_REF" --format markdown${option}`);
  return `${run} >> "$GITHUB_STEP_SUMMARY" || test $? -eq 1`;
}

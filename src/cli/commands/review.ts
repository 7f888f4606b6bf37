import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { toReport } from '../../finding.js';
import { review } from '../../review/review.js';
import type { Command } from '../command.js';
import { formatReport, formats } from '../formats/index.js';
import { plural } from '../formats/parts.js';
import { chosenMigrations, refuseMissingSql } from '../review/choose.js';
import { openReview, reviewOptions } from '../review/open.js';
import { summariesOf } from '../review/summary.js';
import { countedUses } from '../review/uses.js';

export const command: Command = {
  name: 'review',
  summary: 'Read migrations for what they destroy, lock or fail on, given the schema before',
  help: `Reads the SQL of migrations and says what each statement destroys, what it locks, and what it fails on when the tables
have rows, given the schema that the migrations before it build. Nothing is run, and no database is asked.

Usage: lockstep review [TAG… | --all | --pending | --since REV] [--config PATH] [--format FORMAT]

  TAG              a migration, by its tag, the beginning of it, or the path of its file
  --all            every migration of the history
  --pending        those that the database has not applied: of dbCredentials in the config, or DATABASE_URL
  --since REV      those that a commit does not have: --since origin/main
                   (without any of them: those after "since" in the settings)
  --url ADDRESS    with --pending: another database
  --config PATH    the drizzle config, where there are several
  --format FORMAT  ${formats.join(', ')}

What is to be accepted is accepted by name, with lockstep approve; what is accepted stands in the migration's down file.

Exit code: 0 no error that nobody approved, 1 there is one, 2 wrong usage or environment.

Examples:
  lockstep review                                  what is new
  lockstep review 0007
  lockstep review --since origin/main --format markdown    for the comment of a pull request
  lockstep review --pending --url "$PRODUCTION_URL"        before a deployment
`,
  async run(argv, io) {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        pending: { type: 'boolean', default: false },
        since: { type: 'string' },
        url: { type: 'string' },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
      },
    });
    const format = formats.find((name) => name === values.format);
    if (format === undefined) {
      throw new LockstepError(`--format ${values.format} is not known.`, { fix: `Use one of: ${formats.join(', ')}.` });
    }
    const opened = await openReview(values.config, io);
    const { all, pending, since, url } = values;
    const chosen = await chosenMigrations(opened, { tags: positionals, all, pending, since, url }, io);
    refuseMissingSql(opened, chosen);
    const { usesOf, close } = countedUses(opened, (line) => io.err(line));
    const tags = chosen.map(({ tag }) => tag);
    const results = await review({ ...reviewOptions(opened, tags), usesOf }).finally(close);
    opened.parsed.save();
    const { project } = opened.found;
    const findings = results.flatMap((result) => result.findings);
    const report = toReport([{ path: project.config, dialect: project.dialect, line: opened.history.line, findings }]);
    const checked = plural(results.length, 'migration') || 'no migration';
    const context = { checked, holds: 'no risk was found' };
    if (format === 'json') {
      const migrations = await summariesOf(opened, results);
      io.out(`${JSON.stringify({ ...report, migrations }, null, 2)}\n`);
    } else if (format === 'markdown') {
      const { reviewMarkdown } = await import('../review/markdown.js');
      io.out(reviewMarkdown(report, await summariesOf(opened, results), context));
    } else io.out(await formatReport(report, format, context));
    return report.ok ? 0 : 1;
  },
};

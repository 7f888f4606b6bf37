import { posix } from 'node:path';
import type { Check, Found } from '../check.js';
import { argumentsTakeIn, type Formatter, formatters } from '../formatters.js';
import { type LintStagedEntry, lintStagedEntries, takesIn } from '../lint-staged.js';
import { isWithin, scriptLine } from '../manifests.js';
import { nextFiles } from '../migration-files.js';
import type { Examined, Subject } from '../subject.js';

export const formatter: Check = {
  name: 'doctor/formatter',
  severity: 'warning',
  otherwise:
    'An error for one that rewrites the SQL of migrations; a note for a script that has not rewritten the newest snapshot as yet.',
  holds: 'No formatter rewrites migrations or snapshots',
  docs: {
    what: 'A formatter that lint-staged or a script runs takes in the snapshots of the migrations, or their SQL.',
    why: 'drizzle-kit writes its files in its own layout each time: every generated migration is then changed again, by the commit or by whoever formats next, and shows up in the reviews of others. A migration whose SQL is rewritten after it was applied has another hash than the ledger.',
    example: `doctor/formatter  package.json
  lint-staged runs prettier on drizzle/meta/0007_snapshot.json: prettier --write`,
    mend: `Leave the migrations folder out:

    echo "drizzle" >> .prettierignore

Biome: \`"!**/drizzle"\` in \`files.includes\`; oxfmt: \`ignorePatterns\`; dprint: \`excludes\`.`,
  },
  async run(subject) {
    const entries = await lintStagedEntries(subject);
    const found = await Promise.all(subject.projects.map((examined) => of(examined, entries, subject)));
    const all = found.flat();
    // The mend of a formatter is the same wherever it is run from.
    return all.filter((one, at) => all.findIndex((other) => other.fix === one.fix) === at);
  },
};

/** A command of lint-staged or of a script, and where it is written. */
interface Run {
  said: string;
  command: string;
  path: string;
  line?: number;
  /** Run by whoever wants to, not at each commit. */
  isScript: boolean;
  takesIn: (file: string, args: string) => boolean;
}

async function of(examined: Examined, entries: LintStagedEntry[], subject: Subject): Promise<Found[]> {
  const { project, history } = examined;
  if (history === null) return [];
  const last = history.migrations.at(-1);
  const next = nextFiles(examined);
  const files = { json: last?.snapshot ?? next.snapshot, sql: last?.sql ?? next.sql };
  const found: Found[] = [];
  for (const run of runsOf(entries, subject)) {
    const tool = formatters.find(({ command }) => command.test(run.command));
    if (tool === undefined) continue;
    const file = files[tool.formats];
    if (!run.takesIn(file, argumentsOf(tool, run.command))) continue;
    const verdict = await tool.leavesOut(file, subject.tree);
    const wasIt = await wasFormatted(files.json, subject);
    if (verdict === true || (verdict === null && !wasIt)) continue;
    found.push({
      config: project.config,
      message: `${run.said} runs ${tool.name} on ${file}: ${run.command}`,
      path: run.path,
      ...(run.line === undefined ? {} : { line: run.line }),
      target: project.out,
      fix: tool.mend(project.out),
      ...severityOf(tool, run, wasIt),
    });
  }
  return found;
}

function runsOf(entries: LintStagedEntry[], { manifests }: Subject): Run[] {
  const staged = entries.flatMap((entry) =>
    entry.commands.map((command) => ({
      said: 'lint-staged',
      isScript: false,
      command,
      path: entry.path,
      takesIn: (file: string) => takesIn(entry, file),
    })),
  );
  const scripts = manifests.flatMap((manifest) =>
    Object.entries(manifest.scripts).map(([name, command]) => ({
      said: `The script ${name}`,
      isScript: true,
      command,
      path: manifest.path,
      line: scriptLine(manifest, name),
      takesIn: (file: string, args: string) =>
        argumentsTakeIn(args, isWithin(file, manifest.folder) ? posix.relative(manifest.folder, file) : null),
    })),
  );
  return [...staged, ...scripts];
}

function argumentsOf({ command }: Formatter, text: string): string {
  const match = command.exec(text);
  return match === null ? '' : text.slice(match.index + match[0].length);
}

function severityOf(tool: Formatter, run: Run, wasFormatted: boolean): Pick<Found, 'severity'> {
  if (tool.formats === 'sql') return { severity: 'error' };
  return run.isScript && !wasFormatted ? { severity: 'info' } : {};
}

/** drizzle-kit ends a snapshot without a line feed (seen on 0.31.11 and 1.0.0-rc.5), every formatter with one. */
async function wasFormatted(snapshot: string, { tree }: Subject): Promise<boolean> {
  return (await tree.read(snapshot))?.endsWith('\n') === true;
}

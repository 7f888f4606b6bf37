import { isAbsolute } from 'node:path';
import { type Ignored, ignoredPaths } from '../../repo/ignored.js';
import { shellWord } from '../../shell-word.js';
import type { Check, Found } from '../check.js';
import { nextFiles } from '../migration-files.js';
import type { Examined } from '../subject.js';

export const migrationsIgnored: Check = {
  name: 'doctor/migrations-ignored',
  severity: 'error',
  holds: 'git keeps the migrations, their snapshots and their down files',
  docs: {
    what: 'git ignores migrations, their snapshots or their down files: a pattern of a .gitignore takes them in.',
    why: 'What is not committed is not deployed. Without snapshots the next `drizzle-kit generate` of somebody else starts from nothing; and each of the team generates a history of their own.',
    example: `doctor/migrations-ignored  .gitignore:7
  git ignores the snapshots of drizzle (drizzle/meta): line 7 says meta.`,
    mend: `Take the pattern out, or take the folder in again below it, and add what was left out:

    echo '!drizzle/**' >> .gitignore && git add drizzle`,
  },
  async run({ repository, projects }) {
    if (repository === null) return null;
    const found = await Promise.all(
      projects.map(async (examined): Promise<Found[]> => {
        const files = nextFiles(examined);
        const kinds: [string, string | null][] = [
          ['migrations', files.sql],
          ['snapshots', files.snapshot],
          ['journal', files.journal],
          ['down files', files.down],
        ];
        const asked = kinds.flatMap(([kind, path]) => (path === null ? [] : [{ kind, path }]));
        const ignored = await ignoredPaths(
          repository,
          asked.map(({ path }) => path),
        );
        return byPattern(ignored).map(([first, paths]) =>
          toFound(
            examined,
            first,
            asked.filter(({ path }) => paths.includes(path)).map(({ kind }) => kind),
          ),
        );
      }),
    );
    return found.flat();
  },
};

/** One finding for each pattern. */
function byPattern(ignored: Ignored[]): [Ignored, string[]][] {
  const groups = new Map<string, [Ignored, string[]]>();
  for (const one of ignored) {
    const key = `${one.source}:${one.line}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one, [one.path]]);
    else group[1].push(one.path);
  }
  return [...groups.values()];
}

function toFound({ project }: Examined, { source, line, pattern }: Ignored, kinds: string[]): Found {
  const isOwn = !isAbsolute(source) && !source.startsWith('.git/');
  const what = kinds.length === 1 ? kinds[0] : `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}`;
  return {
    config: project.config,
    message: `git ignores the ${what} of ${project.out}: ${isOwn ? `line ${line}` : `line ${line} of ${source}`} says ${pattern}.`,
    ...(isOwn ? { path: source, line } : {}),
    target: project.out,
    fix: `Take ${pattern} out of ${source}, then: git add -- ${shellWord(project.out)}`,
  };
}

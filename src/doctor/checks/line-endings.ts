import { attributesOf } from '../../repo/attributes.js';
import { gitSettings } from '../../repo/configuration.js';
import type { Check, Found } from '../check.js';
import { nextFiles } from '../migration-files.js';

export const lineEndings: Check = {
  name: 'doctor/line-endings',
  severity: 'info',
  otherwise: 'A warning where git is told here to change them: `core.autocrlf` is true.',
  holds: 'Migrations have the same bytes on every system',
  docs: {
    what: 'No .gitattributes says with which line endings the migrations are checked out.',
    why: "git for Windows turns them into CRLF by default. drizzle's ledger keeps the hash of each migration's text: the same migration has two then, depending on where it was applied from.",
    example: `doctor/line-endings
  Nothing says that drizzle is checked out with the same line endings everywhere.`,
    mend: `Say so, and let git bring in order what is there:

    echo "drizzle/** text eol=lf" >> .gitattributes && git add --renormalize drizzle`,
  },
  async run({ repository, projects, tree }) {
    if (repository === null) return null;
    const settings = await gitSettings(repository);
    const path = tree.isFile('.gitattributes') ? { path: '.gitattributes' } : {};
    const found = await Promise.all(
      projects.map(async (examined): Promise<Found[]> => {
        const { out } = examined.project;
        const { text, eol } = await attributesOf(repository, nextFiles(examined).sql, ['text', 'eol']);
        if (eol === 'lf' || eol === 'crlf' || text === 'unset') return [];
        return [
          {
            config: examined.project.config,
            message: `Nothing says that ${out} is checked out with the same line endings everywhere.`,
            ...path,
            fix: `echo "${out}/** text eol=lf" >> .gitattributes`,
            ...(settings.get('core.autocrlf') === 'true' ? { severity: 'warning' as const } : {}),
          },
        ];
      }),
    );
    return found.flat().filter(({ fix }, at, all) => all.findIndex((other) => other.fix === fix) === at);
  },
};

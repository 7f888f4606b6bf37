import { attributesOf } from '../../repo/attributes.js';
import { gitSettings } from '../../repo/configuration.js';
import type { Repository } from '../../repo/git.js';
import type { Check } from '../check.js';
import { nextFiles } from '../migration-files.js';
import type { Examined } from '../subject.js';

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
    const [settings, changed] = await Promise.all([
      gitSettings(repository),
      Promise.all(projects.map(async (examined) => ((await mayChange(examined, repository)) ? [examined] : []))),
    ]);
    const outs = [...new Set(changed.flat().map(({ project }) => project.out))];
    const [only] = outs;
    if (only === undefined) return [];
    return [
      {
        message: `Nothing says that ${outs.join(', ')} ${outs.length === 1 ? 'is' : 'are'} checked out with the same line endings everywhere.`,
        ...(tree.isFile('.gitattributes') ? { path: '.gitattributes' } : {}),
        fix: `echo "${outs.length === 1 ? `${only}/**` : '*.sql'} text eol=lf" >> .gitattributes`,
        ...(settings.get('core.autocrlf') === 'true' ? { severity: 'warning' as const } : {}),
      },
    ];
  },
};

async function mayChange(examined: Examined, repository: Repository): Promise<boolean> {
  const { text, eol } = await attributesOf(repository, nextFiles(examined).sql, ['text', 'eol']);
  return eol !== 'lf' && eol !== 'crlf' && text !== 'unset';
}

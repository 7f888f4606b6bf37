import { posix } from 'node:path';
import { shellWord } from '../../shell-word.js';
import { hasSecret } from '../addresses.js';
import type { Check } from '../check.js';
import { type Assignment, readDotenv } from '../dotenv.js';

/** What people commit to show which variables there are, or encrypted. */
const meantToBeThere = /example|sample|template|dist\b|defaults?|vault|schema|\.(?:enc|gpg|age)$/i;
/** Names that frameworks keep out of git by their own templates. */
const private_ = /^\.env(?:\.local|\..+\.local)?$/;

export const envTracked: Check = {
  name: 'doctor/env-tracked',
  severity: 'error',
  otherwise: 'A warning for a `.env` without a secret: the next one that somebody writes into it is committed.',
  holds: 'git keeps no file with secrets',
  docs: {
    what: 'git keeps a `.env`, or another environment file with a password or a token in it. Examples (`.env.example`) and encrypted files are left alone.',
    why: 'Everybody who can read the repository can read the database. What was committed stays in the history when the file is deleted.',
    example: `doctor/env-tracked  .env:3
  git keeps .env, with the secret DATABASE_URL in it.`,
    mend: `Take it out of git, leave it on the disk, and change what was in it:

    git rm --cached -- .env && echo ".env" >> .gitignore

Show the names of the variables in a \`.env.example\`.`,
  },
  async run({ repository, tracked, tree }) {
    if (repository === null) return null;
    const files = [...tracked].filter((path) => /^\.env(?:\.|$)/.test(posix.basename(path)));
    const suspects = files.filter((path) => !meantToBeThere.test(posix.basename(path)));
    const found = await Promise.all(
      suspects.sort().map(async (path) => {
        const isOfTests = /test|e2e|\bci\b/.test(posix.basename(path));
        const secret = readDotenv((await tree.read(path)) ?? '').find(
          (one) => hasSecret(one.value) || (!isOfTests && isSecret(one)),
        );
        const isPrivate = private_.test(posix.basename(path));
        if (secret === undefined && !isPrivate) return [];
        return [
          {
            message: `git keeps ${path}${secret === undefined ? ': the next secret that is written into it is committed' : `, with the secret ${secret.name} in it`}.`,
            path,
            ...(secret === undefined ? { severity: 'warning' as const } : { line: secret.line }),
            fix: `git rm --cached -- ${shellWord(path)}`,
          },
        ];
      }),
    );
    return found.flat();
  },
};

const secretName = /(?:SECRET|TOKEN|PASSWORD|PASSWD|PRIVATE_KEY|API_KEY|ACCESS_KEY)$/;
const placeholder =
  /^(?:test|dev|dummy|fake|mock|example|sample|placeholder|change|your|replace|secret|password|postgres|root|admin|local|todo|none|null|true|false|x{3,}|\*|<|\[|\$|encrypted:|.*(?:example|changeme|placeholder|dummy))/i;

/**
 * A value under a name of secrets that is long and mixed enough to be one. What is for tests has some that open nothing,
 * so there only an address counts.
 */
function isSecret({ name, value }: Assignment): boolean {
  if (!secretName.test(name) || /PUBLIC|PUBLISHABLE/.test(name) || placeholder.test(value)) return false;
  return value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value);
}

import type { Check } from '../check.js';
import { readConfigSource } from '../config-source.js';

export const secretInConfig: Check = {
  name: 'doctor/secret-in-config',
  severity: 'error',
  holds: 'No config has a password written out',
  docs: {
    what: 'A drizzle config that git keeps has a password or a token of a server elsewhere written out.',
    why: 'Everybody who can read the repository can read the database, and so can everybody who ever cloned it.',
    example: `doctor/secret-in-config  drizzle.config.ts:9
  drizzle.config.ts has the password of an address written out, and git keeps the file.`,
    mend: `Take it from the environment, \`url: process.env.DATABASE_URL\`, keep the value in a \`.env\` that git ignores, and change the
password: what was committed stays in the history.`,
  },
  run({ projects, tracked }) {
    return projects.flatMap(({ project, source }) => {
      if (!tracked.has(project.config)) return [];
      return (readConfigSource(project.config, source)?.secrets ?? []).map(({ line, what }) => ({
        config: project.config,
        message: `${project.config} has ${what === 'the password of an address' ? what : `${what} of its database`} written out, and git keeps the file.`,
        path: project.config,
        line,
        fix: 'Take it from process.env, and change it on the server: what was committed stays in the history.',
      }));
    });
  },
};

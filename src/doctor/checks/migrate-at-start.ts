import type { Check, Found } from '../check.js';
import { scriptLine } from '../manifests.js';

const migrates = /\bdrizzle-kit\s+migrate\b/;

export const migrateAtStart: Check = {
  name: 'doctor/migrate-at-start',
  severity: 'info',
  holds: 'No start of the application applies migrations without a lock',
  docs: {
    what: 'A script or an image applies migrations by `drizzle-kit migrate` each time the application starts.',
    why: "drizzle's migrators do not lock. Of two copies that start at once, as in a rolling deployment, both apply the same migration: one fails, or a data migration runs twice.",
    example: `doctor/migrate-at-start  package.json:9
  The script start applies migrations whenever a copy of the application starts; drizzle-kit migrate takes no lock.`,
    mend: 'Let it run `lockstep migrate`, or the function `migrate` of `drizzle-lockstep/migrate`: one copy migrates, the others wait. Or apply them once for each release, before the new copies start: a job of the deployment, a release command.',
  },
  run({ manifests, images }) {
    const scripts: Found[] = manifests.flatMap((manifest) =>
      Object.entries(manifest.scripts).flatMap(([script, body]) => {
        if (!/^start(?::prod(?:uction)?)?$/.test(script) || !migrates.test(body)) return [];
        return [
          { message: messageOf(`The script ${script}`), path: manifest.path, line: scriptLine(manifest, script), fix },
        ];
      }),
    );
    const started = images.flatMap(({ path, start }): Found[] =>
      start !== null && migrates.test(start.text)
        ? [{ message: messageOf('The image'), path, line: start.line, fix }]
        : [],
    );
    return [...scripts, ...started];
  },
};

const fix =
  'Let it run lockstep migrate, which takes a lock; or migrate once for each release, before its copies start';

function messageOf(what: string): string {
  return `${what} applies migrations whenever a copy of the application starts; drizzle-kit migrate takes no lock.`;
}

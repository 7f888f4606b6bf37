import type { Check, Found } from '../check.js';
import { type Manifest, scriptLine } from '../manifests.js';

export const pushScript: Check = {
  name: 'doctor/push-script',
  severity: 'warning',
  otherwise: 'A note for one that only does so without asking (`--force`).',
  holds: 'No script pushes the schema past the migrations',
  docs: {
    what: 'A script that builds, deploys, starts or migrates runs `drizzle-kit push`, or any script runs it with `--force`. One that is there to be typed, `db:push`, is left alone.',
    why: 'It changes a database to be as the schema, without a migration. That database has changes then which the ledger does not know: the migration that makes them fails there with «already exists». With `--force` columns are dropped without a question.',
    example: `doctor/push-script  package.json:12
  The script build runs drizzle-kit push: it changes a database without a migration.`,
    mend: `Generate a migration and let the script apply it: \`lockstep migrate\`. For trials on a database of your own machine there is
\`lockstep push\`, which refuses any other.`,
  },
  run({ manifests }) {
    return manifests.flatMap((manifest) =>
      Object.entries(manifest.scripts).flatMap(([script, body]) => of(manifest, script, body)),
    );
  },
};

const shipped =
  /^(?:(?:pre|post)?(?:build|start|deploy|release|install)|vercel-build|heroku-postbuild)(?::|$)|(?:^|:)migrate(?::|$)/;

function of(manifest: Manifest, script: string, body: string): Found[] {
  const isForced = /\bdrizzle-kit\s+push\b.*\s--force\b/.test(body);
  if (!/\bdrizzle-kit\s+push\b/.test(body) || /local|dev|test/.test(script)) return [];
  const isShipped = shipped.test(script);
  if (!isShipped && !isForced) return [];
  return [
    {
      message: `The script ${script} runs drizzle-kit push${isForced ? ' --force' : ''}: it changes a database without a migration.`,
      path: manifest.path,
      line: scriptLine(manifest, script),
      fix: isShipped
        ? `Let ${script} run lockstep migrate`
        : `Let ${script} run lockstep push, which refuses other machines and --force`,
      ...(isShipped ? {} : { severity: 'info' as const }),
    },
  ];
}

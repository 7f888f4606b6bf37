import type { Check } from '../check.js';
import { scriptLine } from '../manifests.js';

export const pushScript: Check = {
  name: 'doctor/push-script',
  severity: 'info',
  otherwise: 'A warning for a script of a build, a deployment or a start.',
  holds: 'No script pushes the schema past the migrations',
  docs: {
    what: 'A script runs `drizzle-kit push`: it changes a database to be as the schema, without a migration.',
    why: 'A database that was pushed to has changes that the ledger does not know: the migration that makes them fails there with «already exists». With `--force` columns are dropped without a question.',
    example: `doctor/push-script  package.json:12
  The script build runs drizzle-kit push: it changes a database without a migration.`,
    mend: `For databases that are shared, generate a migration and apply it. For one that is thrown away keep the script, under a
name that says so: \`db:push:local\`.`,
  },
  run({ manifests }) {
    return manifests.flatMap((manifest) =>
      Object.entries(manifest.scripts).flatMap(([script, body]) => {
        if (!/\bdrizzle-kit\s+push\b/.test(body) || /local|dev|test/.test(script)) return [];
        const isShipped =
          /^(?:(?:pre|post)?(?:build|start|deploy|release|install)|vercel-build|heroku-postbuild)(?::|$)/.test(script);
        return [
          {
            message: `The script ${script} runs drizzle-kit push: it changes a database without a migration.`,
            path: manifest.path,
            line: scriptLine(manifest, script),
            fix: isShipped
              ? `Let ${script} run drizzle-kit migrate`
              : `Keep it for databases that are thrown away: rename it to ${script}:local`,
            ...(isShipped ? { severity: 'warning' as const } : {}),
          },
        ];
      }),
    );
  },
};

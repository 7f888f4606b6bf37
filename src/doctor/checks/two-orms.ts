import { join } from 'node:path';
import { findInstalled } from '../../project/kit.js';
import type { Check } from '../check.js';
import { installAllCommand } from '../commands.js';

export const twoOrms: Check = {
  name: 'doctor/two-orms',
  severity: 'warning',
  holds: 'Packages that use the schema have its drizzle-orm',
  docs: {
    what: 'A package of the repository uses the package with the schema, and has another version of drizzle-orm.',
    why: 'Tables made by one copy are strangers to the other: TypeScript says that types have separate declarations of a private property, and at run time `is(table, PgTable)` is false.',
    example: `doctor/two-orms  apps/web/package.json
  apps/web uses @shop/db, whose schema is made with drizzle-orm 0.45.4, and has drizzle-orm 0.41.0 itself.`,
    mend: 'Name one version in all of them (a catalog, `overrides`, or the same range), and install anew. Or let that package take what it needs from the package with the schema, and drop its own.',
  },
  run({ projects, manifests, tree, manager }) {
    if (manifests.length < 2 || projects.every(({ orm }) => orm === null)) return null;
    return projects.flatMap(({ project, manifest, orm }) => {
      if (orm === null || manifest === null || manifest.name === null) return [];
      const { name } = manifest;
      return manifests.flatMap((user) => {
        if (user === manifest || !user.dependencies.has(name) || !user.dependencies.has('drizzle-orm')) return [];
        const folder = join(tree.root, user.folder);
        const own = findInstalled(folder, 'drizzle-orm');
        if (own === null || own.version === orm.version) return [];
        return [
          {
            config: project.config,
            message: `${user.folder || user.path} uses ${name}, whose schema is made with drizzle-orm ${orm.version}, and has drizzle-orm ${own.version} itself.`,
            path: user.path,
            target: 'drizzle-orm',
            fix: `Set the same version of drizzle-orm in ${user.path} and ${manifest.path}, then: ${installAllCommand(manager)}`,
          },
        ];
      });
    });
  },
};

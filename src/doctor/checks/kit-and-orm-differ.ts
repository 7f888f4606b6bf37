import { lineOf } from '../../project/kit.js';
import type { Check, Found } from '../check.js';
import { addCommand, installAllCommand, type PackageManager } from '../commands.js';
import { compatibilityOfOrm, ormOfKit, requiredByKit } from '../compatibility.js';
import type { Examined } from '../subject.js';

export const kitAndOrmDiffer: Check = {
  name: 'doctor/kit-and-orm-differ',
  severity: 'error',
  holds: 'drizzle-kit and drizzle-orm fit each other',
  docs: {
    what: 'The drizzle-kit and the drizzle-orm of a project do not fit each other, or drizzle-kit finds another drizzle-orm than the project does.',
    why: 'drizzle-kit then refuses to work («requires newer version of drizzle-orm»), or reads the schema with other classes than those it was written with and finds no tables. In a monorepo both packages can be right in the package.json and drizzle-kit still import the copy at the top.',
    example: `doctor/kit-and-orm-differ  packages/db/package.json
  drizzle-kit 0.31.11 imports drizzle-orm 0.38.4 of node_modules, and the project drizzle-orm 0.45.4 of packages/db/node_modules.`,
    mend: `Install a pair: drizzle-kit 0.31 with drizzle-orm 0.44 or 0.45, or both of 1.0.

    npm install drizzle-orm@0.45 && npm install --save-dev drizzle-kit@0.31

In a monorepo give every package one version of drizzle-orm (a catalog, or \`overrides\`), and install anew.`,
  },
  run({ projects, tree, manager }) {
    if (projects.every(({ kit, orm }) => kit === null || orm === null)) return null;
    return projects.flatMap((examined) => of(examined, tree.root, manager));
  },
};

function of({ project, manifest, kit, orm }: Examined, root: string, manager: PackageManager): Found[] {
  if (kit === null || orm === null) return [];
  const place = { config: project.config, ...(manifest === null ? {} : { path: manifest.path }) };
  const imported = ormOfKit(kit);
  if (imported !== null && imported.version !== orm.version) {
    const where = (path: string): string => relativeTo(root, path);
    return [
      {
        ...place,
        message: `drizzle-kit ${kit.version} imports drizzle-orm ${imported.version} of ${where(imported.folder)}, and the project drizzle-orm ${orm.version} of ${where(orm.folder)}.`,
        fix: `Give every package.json of the repository one version of drizzle-orm, then: ${installAllCommand(manager)}`,
      },
    ];
  }
  const [has, wanted] = [compatibilityOfOrm(orm), requiredByKit(kit)];
  if (has === null || wanted === null || has === wanted) return [];
  const line = lineOf(kit.version);
  const fitting = line === 'journal' ? 'drizzle-orm@0.45' : `drizzle-orm@${kit.version}`;
  return [
    {
      ...place,
      message: `drizzle-kit ${kit.version} does not work with drizzle-orm ${orm.version}: it says «${has < wanted ? 'requires newer version of drizzle-orm' : 'this version of drizzle-kit is outdated'}» and ends.`,
      fix: addCommand(manager, has < wanted ? fitting : 'drizzle-kit@latest', has >= wanted),
    },
  ];
}

/** The `node_modules` that a package lies in, relative to the root. */
function relativeTo(root: string, folder: string): string {
  const path = folder.replaceAll('\\', '/');
  const at = path.lastIndexOf('/node_modules/');
  const holder = at < 0 ? path : path.slice(0, at + '/node_modules'.length);
  return holder.startsWith(`${root.replaceAll('\\', '/')}/`) ? holder.slice(root.length + 1) : holder;
}

import type { Check } from '../check.js';

export const outShared: Check = {
  name: 'doctor/out-shared',
  severity: 'error',
  holds: 'No two schemas share a migrations folder',
  docs: {
    what: 'Two configs with different schemas write their migrations into one folder.',
    why: 'Each takes the newest snapshot there for its own, and generates a migration that drops the tables of the other. Configs that differ only in their database are left alone.',
    example: `doctor/out-shared  drizzle.auth.config.ts
  drizzle.auth.config.ts and drizzle.config.ts have different schemas and write into the same folder drizzle.`,
    mend: "Give each its own: `out: './drizzle/auth'`, and generate its first migration there.",
  },
  run({ projects }) {
    const same = (a: string[], b: string[]): boolean => [...a].sort().join('\n') === [...b].sort().join('\n');
    return projects.flatMap(({ project }, at) => {
      const other = projects
        .slice(0, at)
        .find(
          (before) =>
            before.project.out === project.out &&
            (before.project.dialect !== project.dialect || !same(before.project.schema, project.schema)),
        );
      if (other === undefined) return [];
      return [
        {
          config: project.config,
          message: `${project.config} and ${other.project.config} have different schemas and write into the same folder ${project.out}.`,
          path: project.config,
          fix: `Give ${project.config} a folder of its own: out`,
        },
      ];
    });
  },
};

import type { Check } from '../check.js';
import { certainlyLacks, migratesAtStart } from '../images.js';

export const dockerNotCopied: Check = {
  name: 'doctor/docker-not-copied',
  severity: 'warning',
  holds: 'Images that apply migrations have them',
  docs: {
    what: 'The last stage of a Dockerfile applies migrations when it starts, and nothing that it copies can bring them. Said only where that is certain.',
    why: "The container fails at its start: «Can't find meta/_journal.json file». Or it says that there is nothing to apply, and the code runs on the schema of before.",
    example: `doctor/docker-not-copied  Dockerfile:24
  The image applies migrations when it starts, and its last stage copies no drizzle.`,
    mend: `Copy them into the last stage:

    COPY --from=build /app/drizzle ./drizzle`,
  },
  run({ images, projects }) {
    if (images.length === 0) return null;
    const [first] = projects;
    return images.flatMap((image) => {
      const outs = projects.map(({ project }) => project.out);
      if (first === undefined || !migratesAtStart(image)) return [];
      // With several migrations folders it is not known which one is meant: none of them may be there.
      if (!outs.every((out) => certainlyLacks(image, out))) return [];
      return [
        {
          config: first.project.config,
          message: `The image applies migrations when it starts, and its last stage copies no ${outs[0]}.`,
          path: image.path,
          ...(image.start === null ? {} : { line: image.start.line }),
          target: first.project.out,
          fix: `Add to the last stage of ${image.path}: COPY ${outs[0]} ./${outs[0]}`,
        },
      ];
    });
  },
};

import { posix } from 'node:path';
import type { Check, Found } from '../check.js';
import { finalChain, readCopy } from '../dockerfile.js';
import { contextsOf, type Image, migratesAtStart } from '../images.js';
import { isWithin } from '../manifests.js';
import { nextFiles } from '../migration-files.js';
import { leftOutByDockerPatterns } from '../patterns.js';

export const dockerIgnored: Check = {
  name: 'doctor/docker-ignored',
  severity: 'error',
  holds: 'No .dockerignore leaves out migrations that an image needs',
  docs: {
    what: 'A .dockerignore leaves out the migrations, and an image that is built there copies them by name or applies them when it starts.',
    why: "The build fails, or the container does at its start: «Can't find meta/_journal.json file».",
    example: `doctor/docker-ignored  .dockerignore:4
  .dockerignore leaves out drizzle, and Dockerfile applies migrations when it starts.`,
    mend: 'Take the pattern out. Where it is meant for something else, take the folder in again below it: `!drizzle`.',
  },
  async run(subject) {
    const lists = subject.paths.filter((path) => path.endsWith('.dockerignore'));
    if (lists.length === 0) return null;
    const found: Found[] = [];
    for (const list of lists) {
      const source = (await subject.tree.read(list)) ?? '';
      const folder = posix.dirname(list) === '.' ? '' : posix.dirname(list);
      for (const examined of subject.projects) {
        const { project } = examined;
        if (!isWithin(project.out, folder)) continue;
        const line = leftOutByDockerPatterns(source, posix.relative(folder, nextFiles(examined).sql));
        const image = subject.images.find(
          (candidate) => builtIn(candidate, list, folder) && needs(candidate, project.out),
        );
        if (line === null || image === undefined) continue;
        found.push({
          config: project.config,
          message: `${list} leaves out ${project.out}, and ${image.path} ${migratesAtStart(image) ? 'applies migrations when it starts' : 'copies it'}.`,
          path: list,
          line,
          target: project.out,
          fix: `Take line ${line} out of ${list}, or add below it: !${posix.relative(folder, project.out)}`,
        });
      }
    }
    return found;
  },
};

/** `Dockerfile.dockerignore` is that of one Dockerfile; `.dockerignore` is for all that are built in its folder. */
function builtIn({ path }: Image, list: string, folder: string): boolean {
  return posix.basename(list) === '.dockerignore' ? contextsOf(path).includes(folder) : list === `${path}.dockerignore`;
}

function needs(image: Image, out: string): boolean {
  const names = new Set([out, posix.basename(out)]);
  const copies = finalChain(image.stages).flatMap(({ instructions }) => instructions.map(readCopy));
  return (
    migratesAtStart(image) ||
    copies.some(
      (copy) => copy?.from === null && copy.sources.some((path) => names.has(path.replace(/^\.?\/|\/$/g, ''))),
    )
  );
}

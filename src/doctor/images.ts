import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';
import { finalChain, readCopy, readDockerfile, type Stage, startCommand } from './dockerfile.js';
import { isWithin, type Manifest } from './manifests.js';

/** A Dockerfile of the repository. */
export interface Image {
  path: string;
  stages: Stage[];
  /** What the container runs at its start; with what the scripts and shell files in it run. */
  start: { text: string; line: number } | null;
}

const name = /(?:^|[./])Dockerfile(?:\.[\w-]+)?$|\.dockerfile$/i;

/** The Dockerfiles of the repository, read. */
export async function readImages(tree: Tree, paths: string[], manifests: Manifest[]): Promise<Image[]> {
  const files = paths.filter((path) => name.test(posix.basename(path)) && !path.endsWith('.dockerignore'));
  return Promise.all(
    files.map(async (path) => {
      const stages = readDockerfile((await tree.read(path)) ?? '');
      const command = startCommand(stages);
      if (command === null) return { path, stages, start: null };
      const shells = [...command.text.matchAll(/[\w.-]+\.sh\b/g)].map(([file]) => file);
      const scripts = paths.filter((file) => shells.includes(posix.basename(file)));
      const texts = await Promise.all(scripts.map((file) => tree.read(file)));
      const all = [command.text, ...texts.filter((text) => text !== null)].join('\n');
      return { path, stages, start: { text: withScripts(all, manifests), line: command.line } };
    }),
  );
}

const migrates = /\b(?:drizzle-kit|lockstep)\s+migrate\b|\bmigrat(?:e|ions?|or)\.[cm]?[jt]s\b/;

/** Whether an image applies migrations when it starts: drizzle-kit or lockstep, or a file that is named after it. */
export function migratesAtStart({ start }: Image): boolean {
  return start !== null && migrates.test(start.text);
}

/** Folders that an image may be built in: that of its Dockerfile, and those above it. */
export function contextsOf(path: string): string[] {
  const contexts: string[] = [];
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    contexts.push(folder === '.' ? '' : folder);
    if (folder === '.') return contexts;
  }
}

/**
 * The text, and that of the package's scripts that it runs: `npm run start`, `bun run start`, `pnpm start`. Where several
 * packages have a script of that name, it counts only if all of them migrate: which one is meant is not known.
 */
function withScripts(text: string, manifests: Manifest[]): string {
  const calls = text.matchAll(/\b(?:npm|pnpm|yarn|bun|deno)\b[^\n&|;]*?\s([\w:.-]+)(?=\s|$|[&|;"'])/g);
  const bodies = [...calls].flatMap(([, called]) => {
    const found = manifests.flatMap(({ scripts }) =>
      Object.entries(scripts).flatMap(([script, body]) => (script === called ? [body] : [])),
    );
    return found.length === 1 || found.every((body) => migrates.test(body)) ? found : [];
  });
  return [text, ...bodies].join('\n');
}

/**
 * Whether the last stage of an image certainly has no migrations: nothing that it copies can bring them. Said only where
 * it begins with an image of a runtime, and every COPY takes something that is known not to hold them.
 */
export function certainlyLacks(image: Image, out: string): boolean {
  const chain = finalChain(image.stages);
  const base = chain.at(-1)?.from ?? '';
  if (!/(?:^|\/)(?:node|bun|deno|alpine|debian|ubuntu|nodejs[\w-]*|base[\w-]*-debian\d+)(?:[:@]|$)/.test(base))
    return false;
  return chain.every(({ instructions }) =>
    instructions.every((instruction) => {
      if (instruction.name === 'RUN' || instruction.name === 'VOLUME') {
        // A mount, a download or a clone may bring them.
        return (
          !/--mount=type=bind|\b(?:git clone|curl|wget|tar|unzip|cp|mv)\b/.test(instruction.text) &&
          !namesFolder(instruction.text, out)
        );
      }
      if (instruction.name !== 'COPY' && instruction.name !== 'ADD') return true;
      const copy = readCopy(instruction);
      return (
        copy !== null &&
        [...copy.sources, copy.target].every((path) => !namesFolder(path, out)) &&
        copy.sources.every((path) => isOther(path, copy.from, image, out))
      );
    }),
  );
}

/** A path that says the migrations folder's name, or one that may be anything. */
function namesFolder(text: string, out: string): boolean {
  return (
    out
      .split('/')
      .some((part) => part.length > 2 && !/^(?:src|app|apps|packages|server|lib)$/.test(part) && text.includes(part)) ||
    /migrat|drizzle|\.sql|\$/.test(text)
  );
}

/** Whether what a path copies cannot hold the migrations. */
function isOther(path: string, from: string | null, { path: dockerfile }: Image, out: string): boolean {
  const clean = posix.normalize(path.replace(/^\.?\//, '')).replace(/\/$/, '');
  if (from !== null) {
    // In another stage its place is not known: only what is known by its name.
    return /(?:^|\/)(?:node_modules|public|static|assets|package\.json|[\w.-]*lock[\w.-]*|\.next\/(?:static|cache))$/.test(
      clean,
    );
  }
  if (clean === '' || clean === '.' || /[*?[]/.test(clean)) return /\.(?:json|ya?ml|lockb?)$|^package/.test(clean);
  // In the build context it lies where it lies: not above the migrations, in whatever folder the image is built.
  return contextsOf(dockerfile).every((context) => {
    const place = posix.join(context, clean);
    return !isWithin(out, place === '.' ? '' : place) && !isWithin(place, out);
  });
}

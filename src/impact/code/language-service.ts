import { posix } from 'node:path';
import type { CompilerApi, LanguageService, ParsedConfig } from './compiler-api.js';
import type { Span, TypeScript } from './typescript.js';

/** One tsconfig.json, or the files that have none, with the files that were opened in it. */
interface Service {
  opened: Set<string>;
  service: LanguageService;
}

/** For files that no tsconfig.json tells about. ESNext, ESNext, Bundler and Preserve (5.9.3). */
const usualOptions = {
  allowJs: true,
  target: 99,
  module: 99,
  moduleResolution: 100,
  jsx: 1,
  strict: true,
  noEmit: true,
};

/** Asks TypeScript 5 or 6, in this process. */
export function languageService(api: CompilerApi): TypeScript {
  const services = new Map<string, Service>();
  const configOf = configFinder(api);
  const registry = api.createDocumentRegistry();
  const changed = new Map<string, { text: string; version: number }>();

  const serviceOf = (path: string): Service => {
    const { key, config } = configOf(path);
    const known = services.get(key);
    const found = known ?? startService(api, key, config, registry, changed);
    if (known === undefined) services.set(key, found);
    found.opened.add(path);
    return found;
  };
  return {
    async open(files) {
      for (const { path } of files) serviceOf(path);
    },
    async change({ path, text }) {
      changed.set(path, { text, version: (changed.get(path)?.version ?? 1) + 1 });
    },
    async references({ path }, offset) {
      serviceOf(path);
      const found = [...services.values()]
        .filter(({ service }) => service.getProgram()?.getSourceFile(path) !== undefined)
        .flatMap(({ service }) => service.findReferences(path, offset) ?? [])
        .flatMap(({ references }) => references)
        .map(({ fileName, textSpan }) => spanOf(fileName, textSpan.start, textSpan.length));
      return onceEach(found);
    },
    async problems({ path }) {
      const found = serviceOf(path).service.getSemanticDiagnostics(path);
      return found.flatMap(({ start, length }) => (start === undefined ? [] : [spanOf(path, start, length ?? 0)]));
    },
    async close() {
      for (const { service } of services.values()) service.dispose();
    },
  };
}

function spanOf(path: string, start: number, length: number): Span {
  return { path, start, end: start + length };
}

/** A file may belong to several projects. */
function onceEach(spans: Span[]): Span[] {
  return [...new Map(spans.map((span) => [`${span.path}:${span.start}`, span])).values()];
}

function startService(
  api: CompilerApi,
  key: string,
  { options, fileNames }: ParsedConfig,
  registry: unknown,
  changed: ReadonlyMap<string, { text: string; version: number }>,
): Service {
  const { sys } = api;
  const opened = new Set<string>();
  const service = api.createLanguageService(
    {
      ...sys,
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      fileExists: (path) => changed.has(path) || sys.fileExists(path),
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...new Set([...fileNames, ...opened])],
      getScriptVersion: (path) => String(changed.get(path)?.version ?? 1),
      getScriptSnapshot: (path) => {
        const text = changed.get(path)?.text ?? sys.readFile(path);
        return text === undefined ? undefined : api.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => posix.dirname(key),
      getDefaultLibFileName: (settings) => api.getDefaultLibFilePath(settings),
    },
    registry,
  );
  return { opened, service };
}

/**
 * The tsconfig.json of a file: the nearest above it, or the one of its `references` that includes the file, as editors
 * choose it.
 */
function configFinder(api: CompilerApi): (path: string) => { key: string; config: ParsedConfig } {
  const { sys } = api;
  const read = remembered((path: string): ParsedConfig => {
    const { config } = api.readConfigFile(path, sys.readFile);
    return api.parseJsonConfigFileContent(config ?? {}, sys, posix.dirname(path), undefined, path);
  });
  const nearest = remembered((folder: string): string | undefined => api.findConfigFile(folder, sys.fileExists));
  return (path) => {
    const own = nearest(posix.dirname(path));
    if (own === undefined) return { key: `${posix.dirname(path)}/.`, config: { options: usualOptions, fileNames: [] } };
    const config = read(own);
    if (config.fileNames.includes(path)) return { key: own, config };
    for (const { path: referenced } of config.projectReferences ?? []) {
      const key = sys.fileExists(referenced) ? referenced : posix.join(referenced, 'tsconfig.json');
      if (sys.fileExists(key) && read(key).fileNames.includes(path)) return { key, config: read(key) };
    }
    return { key: own, config };
  };
}

function remembered<T>(look: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const found = known.get(path) ?? look(path);
    known.set(path, found);
    return found;
  };
}

import { isObject } from '../../is-object.js';

/** A place as the language service gives it. */
interface TextSpan {
  start: number;
  length: number;
}

export interface ParsedConfig {
  options: Record<string, unknown>;
  fileNames: string[];
  projectReferences?: readonly { path: string }[];
}

export interface LanguageServiceHost {
  getCompilationSettings(): Record<string, unknown>;
  getScriptFileNames(): string[];
  getScriptVersion(path: string): string;
  getScriptSnapshot(path: string): unknown;
  getCurrentDirectory(): string;
  getDefaultLibFileName(options: Record<string, unknown>): string;
  useCaseSensitiveFileNames(): boolean;
  fileExists(path: string): boolean;
  readFile(path: string): string | undefined;
  readDirectory(...args: unknown[]): string[];
  directoryExists(path: string): boolean;
  getDirectories(path: string): string[];
  realpath?(path: string): string;
}

export interface LanguageService {
  getProgram(): { getSourceFile(path: string): unknown } | undefined;
  findReferences(
    path: string,
    offset: number,
  ): { references: { fileName: string; textSpan: TextSpan }[] }[] | undefined;
  getSemanticDiagnostics(path: string): { start: number | undefined; length: number | undefined }[];
  dispose(): void;
}

/** What is used of the package `typescript` 5 and 6: as of 5.9.3 and 6.0.3. */
export interface CompilerApi {
  createLanguageService(host: LanguageServiceHost, registry: unknown): LanguageService;
  createDocumentRegistry(): unknown;
  getDefaultLibFilePath(options: Record<string, unknown>): string;
  findConfigFile(from: string, exists: (path: string) => boolean): string | undefined;
  readConfigFile(path: string, read: (path: string) => string | undefined): { config?: unknown };
  parseJsonConfigFileContent(
    config: unknown,
    system: System,
    folder: string,
    existing: unknown,
    path: string,
  ): ParsedConfig;
  ScriptSnapshot: { fromString(text: string): unknown };
  sys: System;
}

type System = Omit<
  LanguageServiceHost,
  | 'getCompilationSettings'
  | 'getScriptFileNames'
  | 'getScriptVersion'
  | 'getScriptSnapshot'
  | 'getDefaultLibFileName'
  | 'getCurrentDirectory'
  | 'useCaseSensitiveFileNames'
> & { useCaseSensitiveFileNames: boolean };

const used: (keyof CompilerApi)[] = [
  'createLanguageService',
  'createDocumentRegistry',
  'getDefaultLibFilePath',
  'findConfigFile',
  'readConfigFile',
  'parseJsonConfigFileContent',
];

/** Whether what the package `typescript` exports is that. */
export function isCompilerApi(loaded: unknown): loaded is CompilerApi {
  return (
    isObject(loaded) &&
    used.every((name) => typeof loaded[name] === 'function') &&
    isObject(loaded.sys) &&
    isObject(loaded.ScriptSnapshot)
  );
}

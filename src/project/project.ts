import type { Dialect } from './dialects.js';

/** The two folder layouts: drizzle-kit 0.x writes a journal, 1.0 a folder for each migration. */
export type KitLine = 'journal' | 'folders';

/** A package with a drizzle config, as one tree has it. Paths are relative to the tree's root. */
export interface Project {
  /** The config file. */
  config: string;
  /** The files that its fields were read from: itself, and what a computed config imports. */
  configInputs: string[];
  /** The folder that the config's paths are relative to; `''` is the tree's root. */
  folder: string;
  dialect: Dialect;
  /** Files, folders or globs as the config names them, made relative to the tree's root. */
  schema: string[];
  /** The migrations folder. */
  out: string;
  casing: 'camelCase' | 'snake_case' | undefined;
}

/** A computed config's fields, and the files of the tree that it was run from. */
export interface EvaluatedConfig {
  fields: ConfigFields;
  inputs: string[];
}

/** The fields of a drizzle config that decide what the schema and the migrations are. */
export interface ConfigFields {
  dialect: string;
  schema: string[];
  out: string;
  casing: 'camelCase' | 'snake_case' | undefined;
}

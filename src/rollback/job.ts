import { join } from 'node:path';
import type { History, Migration } from '../history/history.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import type { StateOptions, UpScript } from './state.js';

/** One project's migrations, and with what they are undone and proven. */
export interface Job {
  tree: Tree;
  project: Project;
  history: History;
  /** Where engines keep the states they reached; `null`: nowhere. */
  cache: string | null;
  /** A server for scratch databases, `LOCKSTEP_PROOF_URL`; one for another dialect is left alone. */
  url: string | undefined;
  /** `2026-11-20` */
  date: string;
  /** `lockstep NAME` as one types it in this project. */
  lockstep: (command: string) => string;
  /** Called before each migration that takes part, those that are only replayed included. */
  progress?: (step: Progress) => void;
}

export interface Progress {
  doing: 'replay' | 'down' | 'proof';
  tag: string;
  /** From 0. */
  number: number;
  of: number;
}

/** The folder that the project's packages are looked for from. */
export function projectFolder({ tree, project }: Job): string {
  return join(tree.root, project.folder);
}

/** A migration with its SQL. */
export type Script = UpScript & { migration: Migration };

/** The SQL of every migration that has a file, in order; a missing one is a fault of the history, said elsewhere. */
export async function upScripts({ tree, history }: Job): Promise<Script[]> {
  const scripts = await Promise.all(
    history.migrations.map(async (migration) => ({
      migration,
      tag: migration.tag,
      sql: await tree.read(migration.sql),
    })),
  );
  return scripts.flatMap(({ migration, tag, sql }) => (sql === null ? [] : [{ migration, tag, sql }]));
}

/** With what a database is opened for a job that runs these texts. */
export function stateOptions(job: Job, sql: string[]): StateOptions {
  const { project, cache, url } = job;
  return { dialect: project.dialect, projectFolder: projectFolder(job), cache, url, sql };
}

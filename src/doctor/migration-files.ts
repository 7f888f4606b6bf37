import type { Examined } from './subject.js';

/** The files that the next migration of a project would have, with its down file: paths that are not there yet. */
export function nextFiles({ project, line }: Pick<Examined, 'project' | 'line'>): {
  sql: string;
  down: string;
  snapshot: string;
  journal: string | null;
} {
  const { out } = project;
  if (line === 'folders') {
    const folder = `${out}/20990101000000_next`;
    return {
      sql: `${folder}/migration.sql`,
      down: `${folder}/down.sql`,
      snapshot: `${folder}/snapshot.json`,
      journal: null,
    };
  }
  const tag = '9999_next';
  return {
    sql: `${out}/${tag}.sql`,
    down: `${out}/${tag}.down.sql`,
    snapshot: `${out}/meta/9999_snapshot.json`,
    journal: `${out}/meta/_journal.json`,
  };
}

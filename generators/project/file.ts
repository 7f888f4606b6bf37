/** One file of a new project: where it goes, and which template with which values makes it. */
export interface ProjectFile {
  path: string;
  /** Path below templates/project. */
  template: string;
  values?: Record<string, unknown>;
  executable?: boolean;
  /** How it joins a file that exists. `first`: its lines come before what is there, whose later lines then win. */
  merge?: 'lines' | 'lines first';
  /** Nobody else has what is in it (git ignores it): it is completed and never overwritten. */
  keeps?: boolean;
}

/** The API of drizzle-lockstep: what the command does, as functions. */
export { LockstepError } from './errors.js';
export type { Finding, ProjectReport, Report } from './finding.js';
export { type Checked, type CheckOptions, check } from './guard/check.js';
export type { History, Migration } from './history/history.js';
export type { Dialect } from './project/dialects.js';
export type { KitLine, Project } from './project/project.js';
export { version } from './version.js';

declare const __LOCKSTEP_VERSION__: string | undefined;
declare const __LOCKSTEP_BUILD__: string | undefined;

/** The version of drizzle-lockstep; `0.0.0-source` when the sources run unbundled. */
export const version: string = typeof __LOCKSTEP_VERSION__ === 'string' ? __LOCKSTEP_VERSION__ : '0.0.0-source';

/**
 * Which sources this was built from: what another build read of a file may be read otherwise. `null` when the sources
 * run unbundled, and change from run to run.
 */
export const build: string | null = typeof __LOCKSTEP_BUILD__ === 'string' ? __LOCKSTEP_BUILD__ : null;

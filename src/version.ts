declare const __LOCKSTEP_VERSION__: string | undefined;

/** The version of drizzle-lockstep; `0.0.0-source` when the sources run unbundled. */
export const version: string = typeof __LOCKSTEP_VERSION__ === 'string' ? __LOCKSTEP_VERSION__ : '0.0.0-source';

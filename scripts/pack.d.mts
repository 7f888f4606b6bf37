export type PackageName = 'drizzle-lockstep' | 'create-drizzle-lockstep';
export const packageFolders: Record<PackageName, string>;
/** Packs one package into `destination`; returns the tarball's path. */
export function pack(name: PackageName, destination: string): Promise<string>;

import type { Engine } from '../engine.js';

/** A database as bytes: its files, and where in `content` each is. */
export interface Image {
  files: ImageFile[];
  content: Uint8Array;
}

export interface ImageFile {
  /** Within the database's folder, with `/`. */
  path: string;
  isFolder: boolean;
  /** In bytes. What `content` does not have of it are zeros at its end. */
  size: number;
  at: number;
  length: number;
}

/** A database of the process's own, of which an image can be made. */
export interface EmbeddedDatabase {
  engine: Engine;
  /**
   * A session in which nothing is set and nothing temporary is left, as another process would have it.
   *
   * @param sql what was run since the last time.
   */
  renew(sql: string): Promise<void>;
  /** `null` where this version of the engine does not let its files be read. No transaction may be open. */
  image(): Promise<Image | null>;
}

/** How the databases of one dialect are embedded. */
export interface Embedding {
  /** The versions of what an image and a replay depend on. */
  versions: string[];
  /** An empty database, or one from its image. */
  open(image: Image | null): Promise<EmbeddedDatabase>;
}

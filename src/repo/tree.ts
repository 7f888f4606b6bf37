/**
 * The repository's files as of the working tree, the index, or a commit. Paths are relative to the tree's root and
 * have forward slashes. A tree is only read: nothing is checked out and nothing of the user's is touched.
 */
export interface Tree {
  /** Absolute path of the folder on disk that the tree's root stands for. */
  root: string;
  kind: 'working tree' | 'index' | 'commit';
  /** For messages: «the working tree», «the staged files», «commit 1a2b3c4». */
  label: string;
  /** Every file, in no order. Folders such as node_modules that git ignores are left out. */
  paths(): string[];
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Names of the files and folders directly in a folder, sorted; empty when there is none. */
  names(folder: string): string[];
  /** The file that a path leads to through links; the path itself where it is none, or leads out of the tree. */
  origin(path: string): string;
  /** The git blob id of a file, or `null`. Equal ids mean equal content. */
  blobId(path: string): string | null;
  /** The content, or `null` when there is no such file. */
  read(path: string): Promise<string | null>;
  /** Ends the processes that the tree holds open. */
  close(): void;
}

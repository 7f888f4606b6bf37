import { addEntries, entriesFile, type JsonEntries, lackingEntries } from '../json-entries.js';
import type { FileChange } from '../plan.js';
import type { FolderReader } from '../reader.js';
import { markedSection, sectionIn, withSection } from '../section.js';
import { joinMembers } from './json.js';
import { contentHash, type Made } from './made.js';

/**
 * Files of a project as they are to become, and what was done to each. Only adds: what is there stays, to the byte.
 * A plan is made of it at the end; nothing is written before.
 */
export class Joining {
  /** What a person has to know or to do by hand. */
  readonly notes: string[] = [];
  readonly #files: Pick<FolderReader, 'read'>;
  readonly #wanted = new Map<string, { after: string; executable: boolean }>();
  readonly #made: Made[] = [];

  /** @param files the files as they are; paths relative to the plan's root. */
  constructor(files: Pick<FolderReader, 'read'>) {
    this.#files = files;
  }

  /** A file's content so far; `null` when there is none. */
  read(path: string): string | null {
    return this.#wanted.get(path)?.after ?? this.#files.read(path);
  }

  /** A file of ours. One that is there already stays as it is: false, unless it is the same. */
  create(path: string, content: string, options: { executable?: boolean } = {}): boolean {
    const there = this.read(path);
    if (there !== null) return there === content;
    this.#wanted.set(path, { after: content, executable: options.executable === true });
    this.#made.push({ path, file: contentHash(content) });
    return true;
  }

  /** Members that a JSON file gets where it lacks them; the file is made where there is none. */
  members(path: string, wanted: { [key: string]: unknown }): void {
    const text = this.read(path);
    if (text === null) {
      this.create(path, `${JSON.stringify(wanted, null, 2)}\n`);
      return;
    }
    const joined = joinMembers(text, wanted, path);
    if (joined.text === text) return;
    this.#edit(path, joined.text, { path, members: joined.members, objects: joined.objects });
  }

  /** Entries that a JSON file gets where it lacks them; the file is made where there is none. */
  entries(path: string, wanted: JsonEntries): void {
    const text = this.read(path);
    if (text === null) {
      this.#wanted.set(path, { after: entriesFile(wanted), executable: false });
      this.#made.push({ path, entries: wanted });
      return;
    }
    const entries = lackingEntries(text, wanted);
    const after = addEntries(text, wanted, path);
    if (after !== text) this.#edit(path, after, { path, entries });
  }

  /** A marked section of a Markdown file, at its end; the file is made where there is none. One that is there stays. */
  section(path: string, content: string): void {
    const text = this.read(path);
    if (text !== null && sectionIn(text, path) !== null) return;
    const after = text === null ? markedSection(content) : withSection(text, content, path);
    this.#wanted.set(path, { after, executable: false });
    this.#made.push({ path, section: contentHash(markedSection(content)) });
  }

  /** Puts text into a file that is there, at an offset. */
  insert(path: string, text: string, offset: number): void {
    const there = this.read(path) ?? '';
    this.#edit(path, there.slice(0, offset) + text + there.slice(offset), { path, text });
  }

  #edit(path: string, after: string, made: Made): void {
    const own = this.#made.findIndex((one) => one.path === path && 'file' in one);
    const executable = this.#wanted.get(path)?.executable ?? false;
    this.#wanted.set(path, { after, executable });
    // A file that we made is ours whole.
    if (own >= 0) this.#made[own] = { path, file: contentHash(after) };
    else this.#made.push(made);
  }

  /** What was done, for the record. */
  made(): Made[] {
    return [...this.#made];
  }

  /** The changes of a plan. */
  changes(): FileChange[] {
    return [...this.#wanted].map(([path, { after, executable }]) => ({
      path,
      before: this.#files.read(path),
      after,
      // Nothing that is there is replaced, so that there is no conflict to decide.
      kind: 'edit',
      ...(executable ? { executable } : {}),
    }));
  }
}

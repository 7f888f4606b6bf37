import { addEntries, entriesFile } from '../../src/scaffold/json-entries.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { markedSection, withSection } from '../../src/scaffold/section.js';
import type { AgentFile } from './files.js';

type Read = (path: string) => string | null;

/**
 * The changes that write these files, or renew them. A file that is ours whole and was changed is a conflict; of a file
 * that others write as well only our part changes.
 */
export function agentChanges(files: AgentFile[], read: Read): FileChange[] {
  return files.map((file) => {
    const { path } = file;
    const before = read(path);
    const joins = before !== null && file.kind !== 'whole';
    return { path, before, after: contentOf(file, before), kind: joins ? 'edit' : 'create' };
  });
}

function contentOf(file: AgentFile, before: string | null): string {
  const { path } = file;
  switch (file.kind) {
    case 'whole':
      return file.content;
    case 'section':
      return before === null ? markedSection(file.content) : withSection(before, file.content, path);
    case 'entries':
      return before === null ? entriesFile(file.entries) : addEntries(before, file.entries, path);
  }
}

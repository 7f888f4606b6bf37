// Not all of the package: every command that shows a plan loads this.
import { createTwoFilesPatch } from 'diff/lib/patch/create.js';
import { isConflict } from './conflicts.js';
import { type ChangeStatus, type FileChange, type Plan, statusOf } from './plan.js';

const byteLength = (text: string) => Buffer.byteLength(text);

/** `1.2 kB`, as the tree shows it. */
export function formatSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** How many files a plan makes, changes, deletes and leaves as they are. */
export function countChanges(plan: Plan): Record<ChangeStatus, number> {
  const counts: Record<ChangeStatus, number> = { new: 0, changed: 0, deleted: 0, unchanged: 0 };
  for (const change of plan.changes) counts[statusOf(change)]++;
  return counts;
}

/** One line: `12 files new, 1 changed`, or that there is nothing to do. */
export function summary(plan: Plan): string {
  const counts = countChanges(plan);
  const written = (['new', 'changed', 'deleted'] as const).filter((status) => counts[status] > 0);
  if (written.length === 0) return 'Nothing to change: every file is as it would be written.';
  const [first, ...rest] = written.map((status) => [counts[status], status] as const);
  if (first === undefined) return '';
  const unit = first[0] === 1 ? 'file' : 'files';
  const parts = [`${first[0]} ${unit} ${first[1]}`, ...rest.map(([count, status]) => `${count} ${status}`)];
  if (counts.unchanged > 0) parts.push(`${counts.unchanged} unchanged`);
  return parts.join(', ');
}

interface Folder {
  folders: Map<string, Folder>;
  files: Map<string, FileChange>;
}

/**
 * The plan as a tree of files with their sizes and what happens to each: `new`, `changed` (with the difference in
 * bytes), `deleted`, `unchanged`, and `conflict` for a file that differs and that nobody has decided about.
 */
export function renderTree(plan: Plan, rootName: string): string {
  const root: Folder = { folders: new Map(), files: new Map() };
  for (const change of plan.changes) {
    const names = change.path.split('/');
    const file = names.pop() ?? '';
    let folder = root;
    for (const name of names) {
      const next = folder.folders.get(name) ?? { folders: new Map(), files: new Map() };
      folder.folders.set(name, next);
      folder = next;
    }
    folder.files.set(file, change);
  }
  const rows = [{ label: `${rootName}/`, size: '', note: '' }, ...rowsOf(root, '')];
  const labelWidth = Math.max(...rows.map((row) => row.label.length));
  const sizeWidth = Math.max(...rows.map((row) => row.size.length));
  const lines = rows.map((row) =>
    `${row.label.padEnd(labelWidth)}  ${row.size.padStart(sizeWidth)}  ${row.note}`.trimEnd(),
  );
  return [...lines, summary(plan)].join('\n');
}

function rowsOf(folder: Folder, indent: string): { label: string; size: string; note: string }[] {
  const names = [...folder.folders.keys()].sort().concat([...folder.files.keys()].sort());
  return names.flatMap((name, index) => {
    const last = index === names.length - 1;
    const label = `${indent}${last ? '└─' : '├─'} ${name}`;
    const inner = folder.folders.get(name);
    if (inner !== undefined && !folder.files.has(name)) {
      return [{ label: `${label}/`, size: '', note: '' }, ...rowsOf(inner, `${indent}${last ? '   ' : '│  '}`)];
    }
    const change = folder.files.get(name);
    if (change === undefined) return [];
    return [{ label, size: change.after === null ? '' : formatSize(byteLength(change.after)), note: noteOf(change) }];
  });
}

function noteOf(change: FileChange): string {
  if (isConflict(change)) return 'conflict';
  const status = statusOf(change);
  if (status !== 'changed') return status;
  const difference = byteLength(change.after ?? '') - byteLength(change.before ?? '');
  return `changed (${difference < 0 ? '−' : '+'}${formatSize(Math.abs(difference))})`;
}

/** The plan as one unified diff, which `git apply` understands; '' when nothing changes. */
export function renderDiff(plan: Plan): string {
  return plan.changes.map(diffOf).join('');
}

/** The unified diff of one file; '' when it does not change. */
export function diffOf(change: FileChange): string {
  if (statusOf(change) === 'unchanged') return '';
  const { path, before, after } = change;
  const header = [`diff --git a/${path} b/${path}`];
  if (before === null) header.push(`new file mode ${change.executable === true ? '100755' : '100644'}`);
  if (after === null) header.push('deleted file mode 100644');
  const body = createTwoFilesPatch(
    before === null ? '/dev/null' : `a/${path}`,
    after === null ? '/dev/null' : `b/${path}`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { context: 3, headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } },
  );
  return `${header.join('\n')}\n${body}`;
}

/** A plan as `--format json` shows it. */
export interface PlanJson {
  root: string;
  changes: {
    path: string;
    status: ChangeStatus;
    conflict: boolean;
    /** In bytes; `null` when the file is deleted. */
    size: number | null;
    executable: boolean;
    /** The content that is written; `null` when the file is deleted. */
    content: string | null;
    /** With `diff: true`: the unified diff of this file. */
    diff?: string;
  }[];
  nextSteps: string[];
}

/** The plan as data. `diff` adds to each change what `renderDiff` shows of it. */
export function planToJson(plan: Plan, options: { diff?: boolean } = {}): PlanJson {
  return {
    root: plan.root,
    changes: plan.changes.map((change) => ({
      path: change.path,
      status: statusOf(change),
      conflict: isConflict(change),
      size: change.after === null ? null : byteLength(change.after),
      executable: change.executable === true,
      content: change.after,
      ...(options.diff === true ? { diff: diffOf(change) } : {}),
    })),
    nextSteps: plan.nextSteps ?? [],
  };
}

import { origin } from '../../history/nodes.js';
import type { Found, Rule, Subject } from '../rule.js';
import { lineOfPart } from '../text.js';

export const brokenChain: Rule = {
  name: 'history/broken-chain',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'A snapshot names one before it that is not there, although the migration before it has a snapshot.',
    why: 'What the migration was computed from is not known: it may lack changes of the migrations before it, or repeat them. It is what remains of a migration that was removed or made again after this one.',
    example: `history/broken-chain  drizzle/meta/0002_snapshot.json:3
  The snapshot of 0002_add_orders follows one that is not there, not that of 0001_add_invoices before it.`,
    mend: `Make the migration again on top of the one before it. For a migration that only you have:

    lockstep rebase

A migration that others have already keeps its SQL. If the schema in its snapshot is right, set the snapshot's \`prevId\` to the \`id\`
in the snapshot before it.`,
  },
  check(subject) {
    return subject.history.line === 'journal' ? inJournal(subject) : inFolders(subject);
  },
};

function inJournal(subject: Subject): Found[] {
  const { history, nodes } = subject;
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const ids = new Set([origin, ...nodes.map((node) => node.id), ...deletedIds(subject)]);
  const seen = new Set<string>();
  return history.migrations.flatMap((migration, at): Found[] => {
    const node = byPath.get(migration.snapshot);
    if (node === undefined || seen.has(node.path)) return [];
    seen.add(node.path);
    const previous = history.migrations[at - 1];
    const before = previous && byPath.get(previous.snapshot);
    // Without a snapshot before it, that one is what is missing.
    if (previous !== undefined && before === undefined) return [];
    const parent = node.parents[0];
    if (parent === node.id) return [broken(subject, migration, 'names itself as the one before it', before?.id)];
    if (parent === origin && at > 0 && nodes.filter(({ parents }) => parents.includes(origin)).length === 1) {
      return [broken(subject, migration, 'says that it is the first', before?.id)];
    }
    if (parent !== undefined && ids.has(parent)) return [];
    return [broken(subject, migration, 'follows one that is not there', before?.id ?? origin)];
  });
}

/** On the 1.0 line migrations have no order but that of their snapshots: any that is missing may be the parent. */
function inFolders(subject: Subject): Found[] {
  const { history, nodes } = subject;
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const ids = new Set([origin, ...nodes.map((node) => node.id), ...deletedIds(subject)]);
  let isWhole = true;
  return history.migrations.flatMap((migration): Found[] => {
    const node = byPath.get(migration.snapshot);
    if (node === undefined) isWhole = false;
    if (node === undefined || !isWhole) return [];
    if (node.parents.includes(node.id)) return [broken(subject, migration, 'names itself as the one before it')];
    if (node.parents.every((parent) => ids.has(parent))) return [];
    return [broken(subject, migration, 'follows one that is not there')];
  });
}

/** The ids of published snapshots that are deleted: that is the fault then, and another rule's. */
function deletedIds({ history, published, publishedNodes }: Subject): string[] {
  const tags = new Set(history.migrations.map((migration) => migration.tag));
  const deleted = published?.history.migrations.filter((migration) => !tags.has(migration.tag)) ?? [];
  const paths = new Set(deleted.map((migration) => migration.snapshot));
  return publishedNodes.filter((node) => paths.has(node.path)).map((node) => node.id);
}

function broken(
  { history, contents, published, commands }: Subject,
  migration: { tag: string; snapshot: string },
  what: string,
  expected?: string,
): Found {
  const at = history.migrations.findIndex(({ tag }) => tag === migration.tag);
  const previous = history.migrations[at - 1];
  const isPublished = published?.history.migrations.some(({ tag }) => tag === migration.tag) === true;
  const line = lineOfPart(contents.get(migration.snapshot), '"prevId');
  const instead = history.line === 'journal' && previous !== undefined ? `, not that of ${previous.tag} before it` : '';
  return {
    message: `The snapshot of ${migration.tag} ${what}${instead}. What it was computed from is not known: it may lack changes of the migrations before it.`,
    path: migration.snapshot,
    ...(line === undefined ? {} : { line }),
    migration: migration.tag,
    fix:
      isPublished && expected !== undefined
        ? `If its schema is right, set "prevId" in ${migration.snapshot} to "${expected}"`
        : commands.lockstep('rebase'),
  };
}

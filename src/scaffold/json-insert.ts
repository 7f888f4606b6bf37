import type { JsonObjectNode } from './json-nodes.js';

/** A key and its value, to be added to an object of a JSON text. */
export interface Member {
  key: string;
  value: unknown;
}

/** Text to put in at an offset. */
export interface Insertion {
  at: number;
  text: string;
}

/**
 * The insertion that adds `members` to an object behind its member `after` (an index; -1 for the front).
 * A member goes on its own line unless the object is written on one line.
 */
export function insertMembers(
  text: string,
  node: JsonObjectNode,
  after: number,
  members: Member[],
  format: { indent: string; newline: string },
): Insertion {
  const neighbour = node.children[after] ?? node.children[0];
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.start) + 1))?.[0] ?? '';
  const oneLine = neighbour !== undefined && !text.slice(node.start, neighbour.start).includes('\n');
  const inner = neighbour === undefined || oneLine ? outer + format.indent : indentBefore(text, neighbour.start);
  const separator = oneLine ? ' ' : format.newline + inner;
  const written = members.map(({ key, value }) => {
    const json = oneLine ? JSON.stringify(value) : JSON.stringify(value, null, format.indent);
    return `${JSON.stringify(key)}: ${json.replaceAll('\n', format.newline + inner)}`;
  });
  if (neighbour === undefined) {
    return {
      at: node.start + 1,
      text: written.map((member) => format.newline + inner + member).join(',') + format.newline + outer,
    };
  }
  if (after < 0) return { at: neighbour.start, text: written.map((member) => `${member},${separator}`).join('') };
  return { at: neighbour.end, text: written.map((member) => `,${separator}${member}`).join('') };
}

function indentBefore(text: string, offset: number): string {
  return /[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? '';
}

/** The text with all insertions made. */
export function applyInsertions(text: string, insertions: Insertion[]): string {
  let result = text;
  // From the end, so that no offset moves; of two at one place the first given comes first.
  for (const { at, text: added } of insertions
    .map((one) => one)
    .reverse()
    .sort((a, b) => b.at - a.at)) {
    result = result.slice(0, at) + added + result.slice(at);
  }
  return result;
}

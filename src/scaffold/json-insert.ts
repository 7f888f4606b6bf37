/** A key and its value, to be added to an object of a JSON text. */
export interface Member {
  key: string;
  value: unknown;
}

/** An object of a JSON text: where its braces and members are. */
export interface JsonObjectNode {
  /** Offsets of `{` and of the character after `}`. */
  start: number;
  end: number;
  members: { key: string; start: number; end: number; object: JsonObjectNode | null }[];
}

/**
 * Finds the objects of a JSON text that `JSON.parse` accepts and whose top is an object.
 * The positions allow adding members without touching how the rest is written.
 */
export function locateObject(text: string): JsonObjectNode {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const blanks = () => {
    while (/[\s,:]/.test(text[at] ?? '')) at++;
  };
  const string = (): string => {
    const start = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return text.slice(start, ++at);
  };
  const value = (): JsonObjectNode | null => {
    if (text[at] === '{') return object();
    if (text[at] === '"') string();
    else if (text[at] === '[') array();
    else while (/[^\s,\]}]/.test(text[at] ?? ' ')) at++;
    return null;
  };
  const array = () => {
    at++;
    for (blanks(); text[at] !== ']'; blanks()) value();
    at++;
  };
  const object = (): JsonObjectNode => {
    const node: JsonObjectNode = { start: at++, end: 0, members: [] };
    for (blanks(); text[at] !== '}'; blanks()) {
      const start = at;
      const key = String(JSON.parse(string()));
      blanks();
      const inner = value();
      node.members.push({ key, start, end: at, object: inner });
    }
    node.end = ++at;
    return node;
  };
  blanks();
  return object();
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
  const neighbour = node.members[after] ?? node.members[0];
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

/** Where a value stands in a JSON text: the offset of its first character, and of the one behind its last. */
export interface JsonPlace {
  start: number;
  end: number;
}

export type JsonObjectNode = JsonPlace & { kind: 'object'; children: JsonChild[] };
export type JsonListNode = JsonPlace & { kind: 'list'; children: JsonChild[] };
export type JsonNode = JsonObjectNode | JsonListNode | (JsonPlace & { kind: 'scalar' });

/** A member of an object, from its key on; or an item of a list, whose key is empty. */
export type JsonChild = JsonPlace & { key: string; value: JsonNode };

/**
 * Finds the values of a JSON text that `JSON.parse` accepts and whose top is an object; a byte order mark may come first.
 * The positions allow changing one place without touching how the rest is written.
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
  const value = (): JsonNode => {
    const start = at;
    if (text[at] === '{') return object();
    if (text[at] === '[') return { kind: 'list', start, children: children(']', () => ''), end: at };
    if (text[at] === '"') string();
    else while (/[^\s,\]}]/.test(text[at] ?? ' ')) at++;
    return { kind: 'scalar', start, end: at };
  };
  const object = (): JsonObjectNode => {
    const start = at;
    return { kind: 'object', start, children: children('}', () => String(JSON.parse(string()))), end: at };
  };
  const children = (close: string, readKey: () => string): JsonChild[] => {
    const found: JsonChild[] = [];
    at++;
    for (blanks(); text[at] !== close; blanks()) {
      const start = at;
      const key = readKey();
      blanks();
      found.push({ key, start, value: value(), end: at });
    }
    at++;
    return found;
  };
  blanks();
  return object();
}

/** The value at some keys of an object; `null` where there is none. */
export function nodeAt(top: JsonObjectNode, keys: string[]): JsonNode | null {
  let node: JsonNode | null = top;
  for (const key of keys) {
    node = node?.kind === 'object' ? (node.children.find((child) => child.key === key)?.value ?? null) : null;
  }
  return node;
}

import type { Node, Program, Statement } from 'oxc-parser';
import { sample } from '../sample.js';

/** How a file is written. What is generated for it is written the same way. */
export interface Style {
  eol: '\n' | '\r\n';
  /** One level: two spaces, a tab, … */
  indent: string;
  quote: "'" | '"';
  semicolons: boolean;
  /** After the last item of an object or array that stands on several lines. */
  trailingCommas: boolean;
  /** After the last argument of a call that stands on several lines. */
  trailingArgumentCommas: boolean;
  /** `{ a }` rather than `{a}`. */
  bracketSpacing: boolean;
  /** Most characters of a line. */
  width: number;
}

export const defaultStyle: Style = {
  eol: '\n',
  indent: '  ',
  quote: "'",
  semicolons: true,
  trailingCommas: true,
  trailingArgumentCommas: true,
  bracketSpacing: true,
  width: 100,
};

/** More of them show the same style, and take longer than the edit. */
const mostFiles = 12;
const mostStatements = 25;

/**
 * The style that most of the files have, feature by feature; what no file shows is taken from `fallback`.
 * The first file weighs most: it is the one that is edited.
 */
export function detectStyle(
  files: readonly { text: string; program: Program }[],
  fallback: Style = defaultStyle,
): Style {
  const votes = {
    eol: new Votes<Style['eol']>(),
    indent: new Votes<string>(),
    quote: new Votes<Style['quote']>(),
    semicolons: new Votes<boolean>(),
    commas: new Votes<boolean>(),
    argumentCommas: new Votes<boolean>(),
    spacing: new Votes<boolean>(),
  };
  for (const { text, program } of sample(files, mostFiles)) {
    const ends = text.split('\n').length - 1;
    const windows = text.split('\r\n').length - 1;
    votes.eol.add('\r\n', windows);
    votes.eol.add('\n', ends - windows);
    for (const statement of program.body) {
      if (takesSemicolon(statement)) votes.semicolons.add(text[statement.end - 1] === ';');
    }
    for (const statement of sample(program.body, mostStatements))
      for (const node of nodes(statement)) vote(node, text, votes);
  }
  return {
    eol: votes.eol.winner() ?? fallback.eol,
    indent: votes.indent.winner() ?? fallback.indent,
    quote: votes.quote.winner() ?? fallback.quote,
    semicolons: votes.semicolons.winner() ?? fallback.semicolons,
    trailingCommas: votes.commas.winner() ?? fallback.trailingCommas,
    trailingArgumentCommas: votes.argumentCommas.winner() ?? votes.commas.winner() ?? fallback.trailingArgumentCommas,
    bracketSpacing: votes.spacing.winner() ?? fallback.bracketSpacing,
    width: fallback.width,
  };
}

interface FeatureVotes {
  indent: Votes<string>;
  quote: Votes<Style['quote']>;
  commas: Votes<boolean>;
  argumentCommas: Votes<boolean>;
  spacing: Votes<boolean>;
}

function vote(node: Node, text: string, votes: FeatureVotes): void {
  if (node.type === 'Literal' && typeof node.value === 'string') {
    // A string with a quote in it is written with the other one, which says nothing.
    const quote = text[node.start];
    if ((quote === '"' || quote === "'") && !/['"]/.test(node.value)) votes.quote.add(quote);
  } else if (node.type === 'ObjectExpression' || node.type === 'ArrayExpression') {
    const items = node.type === 'ObjectExpression' ? node.properties : node.elements;
    const [first, last] = [items[0], items.at(-1)];
    if (!first || !last) return;
    if (!text.slice(node.start, node.end).includes('\n')) {
      if (node.type === 'ObjectExpression') votes.spacing.add(text[node.start + 1] === ' ');
      return;
    }
    if (!text.slice(node.start, first.start).includes('\n')) return;
    votes.commas.add(text.slice(last.end, node.end).includes(','));
    const indent = indentBetween(text, node.end - 1, first.start);
    if (indent !== null) votes.indent.add(indent);
  } else if (node.type === 'CallExpression') {
    const last = node.arguments.at(-1);
    const tail = last ? text.slice(last.end, node.end) : '';
    if (tail.includes('\n')) votes.argumentCommas.add(tail.includes(','));
  }
}

/** What the line of `inner` is indented by beyond the line of `outer`, when that is all whitespace. */
function indentBetween(text: string, outer: number, inner: number): string | null {
  const leading = (offset: number): string =>
    /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))?.[0] ?? '';
  const [low, high] = [leading(outer), leading(inner)];
  return high.length > low.length && high.startsWith(low) ? high.slice(low.length) : null;
}

function takesSemicolon(statement: Statement): boolean {
  if (statement.type === 'ExportNamedDeclaration')
    return !statement.declaration || statement.declaration.type === 'VariableDeclaration';
  return ['ImportDeclaration', 'ExportAllDeclaration', 'VariableDeclaration', 'ExpressionStatement'].includes(
    statement.type,
  );
}

class Votes<T> {
  private readonly counts = new Map<T, number>();

  add(value: T, count = 1): void {
    if (count > 0) this.counts.set(value, (this.counts.get(value) ?? 0) + count);
  }

  winner(): T | undefined {
    let best: [T, number] | undefined;
    for (const entry of this.counts) if (!best || entry[1] > best[1]) best = entry;
    return best?.[0];
  }
}

/** Every node of a tree, outermost first. */
export function nodes(root: unknown): Node[] {
  const found: Node[] = [];
  collect(root, found);
  return found;
}

function collect(value: unknown, found: Node[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isNode(value)) {
    found.push(value);
    for (const inner of Object.values(value)) collect(inner, found);
  }
}

function isNode(value: object): value is Node {
  return 'type' in value && typeof value.type === 'string';
}

import type { Statement } from './breakpoints.js';
import type { Action, Operation, Stated } from './operation.js';

/** Gives what a statement does its place. `number` counts the statements of the file. */
export function stated(actions: readonly Action[], statement: Statement, number: number): Operation[] {
  const at: Stated = {
    place: { offset: statement.offset, length: statement.text.length, line: statement.line },
    text: statement.text,
    statement: number,
  };
  return actions.map((action) => ({ ...action, ...at }));
}

/** For a statement that the parser understands and that no operation describes. */
export function unknown({ tokens, line }: Statement): Action {
  const words = tokens.slice(0, 4).filter(({ kind }, at) => kind === 'word' && at < 3);
  const name = words.map(({ value }) => value.toUpperCase()).join(' ');
  return { kind: 'unanalysed', reason: 'unknown', message: `What ${name || 'this'} does is not known here.`, line };
}

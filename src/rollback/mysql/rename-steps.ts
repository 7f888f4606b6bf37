export interface Rename {
  from: string;
  to: string;
}

/**
 * Renames in an order in which no name is taken: one after the other, where several swap their names over a name in
 * between.
 */
export function renameSteps(renames: readonly Rename[]): Rename[] {
  const steps: Rename[] = [];
  let waiting = renames.filter(({ from, to }) => from !== to);
  while (waiting.length > 0) {
    const free = waiting.find(({ from, to }) => waiting.every((other) => other.from !== to || other.from === from));
    const [first] = waiting;
    if (first === undefined) break;
    if (free !== undefined) {
      steps.push(free);
      waiting = waiting.filter((other) => other !== free);
    } else {
      const between = `${first.from.slice(0, 50)}_in_between`;
      steps.push({ from: first.from, to: between });
      waiting = waiting.map((other) => (other === first ? { from: between, to: first.to } : other));
    }
  }
  return steps;
}

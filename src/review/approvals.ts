import { isMadeFor, splitDown, upHashOf } from '../history/down-header.js';

/** What an approval calls a finding: `drop-column:users.name`. */
export function findingName(rule: string, target: string): string {
  return `${rule.slice(rule.indexOf('/') + 1)}:${target}`;
}

/** The risks of a migration that somebody accepted. */
export class Approvals {
  readonly #lines: string[];
  readonly #isOfThis: boolean;

  /**
   * @param down the down file, whose header holds them; `null` where there is none.
   * @param up the SQL that it was made for: approvals of other SQL do not count.
   */
  constructor(down: string | null, up: string) {
    const saysOfWhich = down !== null && upHashOf(down) !== null;
    this.#isOfThis = saysOfWhich && isMadeFor(down, up);
    this.#lines = saysOfWhich
      ? splitDown(down).header.flatMap(({ key, value }) => (key === 'Approved' ? [value] : []))
      : [];
  }

  /** The reason that somebody gave for accepting it; `null` where nobody did. */
  reasonFor(name: string): string | null {
    return this.#isOfThis ? this.#reasonIn(name) : null;
  }

  /** Whether somebody accepted it in SQL that the migration had before it was edited. */
  isLost(name: string): boolean {
    return !this.#isOfThis && this.#reasonIn(name) !== null;
  }

  #reasonIn(name: string): string | null {
    const line = this.#lines.find((candidate) => candidate.startsWith(`${name}: `));
    const reason = line?.slice(name.length + 2).trim() ?? '';
    return isReason(reason) ? reason : null;
  }
}

/** Whether it says something: the `…` of the command that the review proposes does not. */
export function isReason(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

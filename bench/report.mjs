// The figures as Markdown: what is printed and what is written are the same text.

/**
 * @typedef {import('./measure.mjs').Timing} Timing
 * @typedef {{ ratio: number } | { below: number }} Limit at most `ratio` times the peer; or less than `below` times
 * @typedef {{ what: string, ours: Timing, peer: Timing, limit?: Limit }} Figure
 * @typedef {{ what: string, value: number, unit: string, atMost: number }} Quantity
 * @typedef {object} Install
 * @property {string} name
 * @property {number} megabytes
 * @property {number} files
 * @property {number} packages
 * @property {{ name: string, bytes: number }[]} largest
 */

/** @param {Figure} figure */
export const ratioOf = ({ ours, peer }) => ours.median / peer.median;

/** @param {Figure} figure @returns {boolean | null} `null` where nothing was promised */
export function holds(figure) {
  const { limit } = figure;
  if (limit === undefined) return null;
  return 'ratio' in limit ? ratioOf(figure) <= limit.ratio : ratioOf(figure) < limit.below;
}

/** @param {Figure[]} figures */
export function figuresTable(figures) {
  return table(
    ['What', 'ours, ms', 'beside', 'ms', 'ratio', 'of the minima', 'limit', ''],
    figures.map((figure) => {
      const { what, ours, peer, limit } = figure;
      return [
        what,
        time(ours),
        peer.name,
        time(peer),
        ratioOf(figure).toFixed(2),
        (ours.min / peer.min).toFixed(2),
        limit === undefined ? '' : 'ratio' in limit ? `≤ ${limit.ratio}` : `< ${limit.below}`,
        verdict(holds(figure)),
      ];
    }),
  );
}

/** @param {Quantity[]} quantities */
export function quantitiesTable(quantities) {
  return table(
    ['What', 'value', 'limit', ''],
    quantities.map(({ what, value, unit, atMost }) => [
      what,
      `${round(value)} ${unit}`.trim(),
      `≤ ${atMost} ${unit}`.trim(),
      verdict(value <= atMost),
    ]),
  );
}

/** @param {Install[]} installs */
export function installsTable(installs) {
  return table(
    ['node_modules of a project', 'MB', 'files', 'packages', 'the largest, MB'],
    installs.map(({ name, megabytes, files, packages, largest }) => [
      name,
      megabytes.toFixed(0),
      String(files),
      String(packages),
      largest.map((item) => `${item.name} ${(item.bytes / 1e6).toFixed(0)}`).join(', '),
    ]),
  );
}

/** @param {Timing[]} timings */
export function timingsTable(timings) {
  return table(
    ['Part', 'ms'],
    timings.map((timing) => [timing.name, time(timing)]),
  );
}

/** @param {Timing} timing */
function time({ median, min }) {
  return `${median.toFixed(0)} (${min.toFixed(0)})`;
}

/** @param {boolean | null} held */
function verdict(held) {
  return held === null ? '' : held ? 'holds' : '**misses**';
}

/** @param {number} value */
function round(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const widths = head.map((title, at) => Math.max(3, title.length, ...rows.map((row) => (row[at] ?? '').length)));
  /** @param {string[]} cells */
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

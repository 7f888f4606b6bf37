import type { Progress } from '../../rollback/job.js';
import type { Io } from '../command.js';

/** From this many replayed migrations on, the time is felt. */
const many = 20;

/** A line for each migration on stderr, where there is more than one; of a long replay every now and then one. */
export function progressOn(io: Io): (step: Progress) => void {
  return ({ doing: what, tag, number, of }) => {
    if (of < 2 || (what === 'replay' && (of < many || number % many !== 0))) return;
    io.err(`${what} ${number + 1}/${of}  ${tag}\n`);
  };
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Terminal } from './terminal.js';

/** What npm and lint-staged say about themselves, and what differs from run to run. */
const noise = [/^npm (warn|notice)/, /^> /, /^\[(STARTED|COMPLETED)\]/, /^\s+(Start at|Duration)\s/];

const normalised: [pattern: RegExp, replacement: string][] = [
  // drizzle-kit ends without a newline (seen on 0.31.11): what npm says next stands in the same line.
  [/(?<=\S)npm (warn|notice) .*$/gm, ''],
  [/\[main [0-9a-f]{7,}\]/g, '[main 1a2b3c4]'],
  [/\b[0-9a-f]{40}\b/g, '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d'],
  [/ +\d+(\.\d+)? ?m?s$/gm, ''],
];

/** What was typed so far and what came of it, as a person would show it to somebody. */
export function transcriptOf({ lines, home }: Pick<Terminal, 'lines' | 'home'>): string {
  const shown = lines.map(({ line, output, code }) => {
    const said = normalised
      .reduce((text, [pattern, to]) => text.replace(pattern, to), output.replaceAll(join(home, 'work'), '~'))
      .split('\n')
      .filter((text) => !noise.some((pattern) => pattern.test(text)))
      .map((text) => text.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
    const failed = code === 0 ? '' : `\n(exit code ${code})`;
    return `$ ${line}${said === '' ? '' : `\n${said}`}${failed}`;
  });
  return shown.join('\n\n').replace(/(^|\n\n)(\$ cd \S+)\n\n/g, '$1$2\n');
}

/** Writes the transcript to the file that LOCKSTEP_TRANSCRIPT names; nothing when it names none. */
export function writeTranscript(terminal: Terminal): void {
  const file = process.env.LOCKSTEP_TRANSCRIPT;
  if (!file) return;
  writeFileSync(
    file,
    `# A first change, from nothing

Written by \`node scripts/transcript.mjs\` from a run of the end-to-end test. Left out: the lines that npm and lint-staged
print about themselves, times, and the hashes of commits.

\`\`\`console
${transcriptOf(terminal)}
\`\`\`
`,
  );
}

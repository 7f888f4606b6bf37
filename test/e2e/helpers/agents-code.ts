/** The programs that a line of the instructions can start with. */
const programs = [
  'npm',
  'npx',
  'pnpm',
  'yarn',
  'bun',
  'bunx',
  'git',
  'node',
  'lockstep',
  'drizzle-kit',
  'docker',
  'tsc',
];

/** All that stands between backticks or in fences. */
export function codeOf(text: string): string[] {
  return [...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, fence, span]) =>
    (fence ?? span ?? '').split('\n').filter((line) => line.trim() !== ''),
  );
}

export function isCommand(code: string): boolean {
  return programs.includes(code.split(' ')[0] ?? '') && code.includes(' ');
}

/** What looks like a command and starts with a program that the list above does not have. */
export function isUnknown(code: string): boolean {
  return !isCommand(code) && /^[a-z][\w-]* (?:[\w-]+|--?\w)/.test(code);
}

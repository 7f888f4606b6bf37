import { homedir } from 'node:os';
import { relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { type Diagnosis, examine } from '../../doctor/examine.js';
import { readSubject } from '../../doctor/subject.js';
import { LockstepError } from '../../errors.js';
import { treeRoot } from '../../project/find.js';
import { version } from '../../version.js';
import type { Command } from '../command.js';
import { doctorText } from '../doctor-text.js';
import { type Format, formatReport, formats } from '../formats/index.js';

const help = `Says what around the project is not as it should be: versions that do not fit, hooks that git does not run, migrations that
git ignores or an image lacks, a formatter that rewrites them, a .env that git keeps, an address that leads to a pooler.

Usage: lockstep doctor [OPTIONS]

  --config PATH    only this drizzle config (default: every one in the repository)
  --format FORMAT  ${formats.join(', ')}

It reads files and asks git. It changes nothing, connects to no database and uses no network.
Each finding has its page in docs/rules, and package.json#lockstep.rules gives it another severity, or turns it off.

Exit code: 0 no error (warnings and notes do not count), 1 errors, 2 no project, or wrong usage.

Examples:
  lockstep doctor
  lockstep doctor --format json
`;

export const command: Command = {
  name: 'doctor',
  summary: 'Say what around the project is not as it should be: versions, hooks, ignored files, images',
  help,
  async run(argv, io) {
    const { config, format } = readFlags(argv);
    const root = treeRoot(io.cwd);
    const subject = await readSubject({
      root,
      config: config && relative(root, resolve(io.cwd, config)).split(sep).join('/'),
      evaluateConfig: async (tree, path) =>
        (await import('../../schema/evaluate-config.js')).evaluateConfig(tree, path),
      env: io.env,
      home: homedir(),
      node: process.versions.node,
      lockstep: version,
    });
    const diagnosis = await examine(subject);
    io.out(await shown(diagnosis, format));
    return diagnosis.report.ok ? 0 : 1;
  },
};

async function shown(diagnosis: Diagnosis, format: Format): Promise<string> {
  if (format === 'text') return doctorText(diagnosis);
  if (format === 'json') {
    const checks = diagnosis.examinations.map(({ rule, status, holds }) => ({ rule, status, holds }));
    return `${JSON.stringify({ ...diagnosis.report, checks }, null, 2)}\n`;
  }
  return formatReport(diagnosis.report, format, {
    checked: 'what is around the project',
    holds: 'all is as it should be',
  });
}

function readFlags(argv: string[]): { config: string | undefined; format: Format } {
  const { values } = parseArgs({
    args: argv,
    options: { config: { type: 'string' }, format: { type: 'string', default: 'text' } },
  });
  const format = formats.find((name) => name === values.format);
  if (format === undefined) {
    throw new LockstepError(`--format ${values.format} is not known.`, { fix: `Use one of: ${formats.join(', ')}.` });
  }
  return { config: values.config, format };
}

import type { Check } from '../../src/doctor/check.js';
import { checks } from '../../src/doctor/checks/index.js';
import { examine } from '../../src/doctor/examine.js';
import { readSubject, type SubjectOptions } from '../../src/doctor/subject.js';
import type { DoctorRuleName } from '../../src/doctor-rules.js';
import type { Finding } from '../../src/finding.js';
import { evaluateConfig } from '../../src/schema/evaluate-config.js';
import { Repository } from '../helpers/repository.js';

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const config = (fields: Record<string, unknown> = {}): string =>
  `export default ${JSON.stringify({ dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle', ...fields })};\n`;

/** A project of two files, with a package.json. */
export const project = {
  'package.json': json({ name: 'shop' }),
  'drizzle.config.ts': config(),
  'src/schema.ts': 'export {};\n',
};

/** A repository with these files beside those of a project; `''` takes one of those away. */
export function repositoryWith(files: Record<string, string> = {}): Repository {
  const repository = new Repository();
  for (const [path, content] of Object.entries({ ...project, ...files })) {
    if (content !== '') repository.write(path, content);
  }
  return repository;
}

export interface Machine extends Partial<Pick<SubjectOptions, 'env' | 'home' | 'node' | 'lockstep' | 'config'>> {}

/** What one check finds in a repository; `null` where it has nothing to look at. */
export async function findings(
  repository: Repository,
  rule: DoctorRuleName,
  machine: Machine = {},
): Promise<Finding[] | null> {
  const subject = await readSubject({
    root: repository.folder,
    evaluateConfig,
    env: {},
    home: repository.folder,
    node: '22.12.0',
    lockstep: '0.1.0',
    ...machine,
  });
  const { examinations } = await examine(subject, [checkNamed(rule)]);
  const [only] = examinations;
  return only === undefined || only.status === 'does not apply' ? null : only.findings;
}

/** The same for files alone, in short: the place and the severity of each finding. */
export async function places(
  files: Record<string, string>,
  rule: DoctorRuleName,
  machine?: Machine,
): Promise<string[] | null> {
  const found = await findings(repositoryWith(files), rule, machine);
  if (found === null) return null;
  return found.map(({ severity, path, line }) => [severity, path, line].filter((part) => part !== undefined).join(' '));
}

function checkNamed(rule: DoctorRuleName): Check {
  const check = checks.find(({ name }) => name === rule);
  if (check === undefined) throw new Error(`There is no check ${rule}.`);
  return check;
}

import { posix } from 'node:path';
import type { Dialect } from '../../src/project/dialects.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import { parseJsonObject } from '../../src/scaffold/join/json.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import type { Render } from '../../src/scaffold/templates.js';
import { shellWord } from '../../src/shell-word.js';
import { scriptName } from '../init/scripts.js';
import { packageManagerCommands } from '../project/package-managers.js';
import { reviewInSummary } from './review.js';

/** What the workflow of a project that joins has to know besides its surroundings. */
export interface JoinCi {
  dialect: Dialect;
  /** The branch that pull requests go to. */
  branch: string;
  /** The drizzle config, relative to the project, where there are several. */
  config: string | null;
  render: Render;
}

/**
 * A workflow of its own for GitHub: every commit in lockstep, every down file proven. Workflows that are there stay;
 * where another CI runs, a note says which commands it needs.
 */
export function joinCi(joining: Joining, around: Surroundings, { dialect, branch, config, render }: JoinCi): void {
  const commands = packageManagerCommands[around.packageManager];
  const check = scriptName(around.scripts, 'check');
  const named = config === null ? '' : ` --config ${shellWord(config)}`;
  const review = reviewInSummary(commands.runSilently, scriptName(around.scripts, 'review'), named);
  const proveScript = scriptName(around.scripts, 'prove');
  const checkPullRequest = commands.runWith(check, '--range "origin/$GITHUB_BASE_REF..HEAD" --format github');
  const checkPush = commands.runWith(check, '--commit HEAD --format github');
  const prove = commands.runWith(proveScript, `--format github${named}`);
  if (around.ci.kind === 'gitlab' || around.ci.kind === 'other') {
    joining.notes.push(
      `${around.ci.files.join(', ')}: run ${commands.runWith(check, '--range origin/BASE..HEAD')} (BASE: the branch that is merged into; the clone needs the whole history) and ${commands.run(proveScript)}`,
    );
    return;
  }
  const running = workflowWith(joining, around, check);
  if (running !== null) return;
  const { installs, folder } = around;
  const rootManifest = posix.join(installs, 'package.json');
  const manifest = parseJsonObject(joining.read(rootManifest) ?? '{}', rootManifest);
  const suffix = folder === '' ? '' : `-${folder.replaceAll(/[^\w.-]+/g, '-')}`;
  const first = '.github/workflows/lockstep.yml';
  const path =
    joining.read(first) === null ? first : `.github/workflows/lockstep${suffix === '' ? '-check' : suffix}.yml`;
  const text = render('init/lockstep.yml.hbs', {
    name: path === first ? 'Lockstep' : `Lockstep ${folder}`.trim(),
    branch,
    pm: around.packageManager,
    pmVersion: typeof manifest.packageManager === 'string',
    manifest: rootManifest,
    nodeFile: nodeFile(joining, installs, manifest),
    installFolder: installs,
    install: commands.cleanInstall,
    folder,
    checkPullRequest: yamlText(checkPullRequest),
    checkPush: yamlText(checkPush),
    prove: yamlText(prove),
    review: yamlText(review),
    proofUrl: dialect === 'mysql' ? 'mysql://root:root@127.0.0.1:3306/mysql' : '',
  });
  if (!joining.create(path, text)) joining.notes.push(`${path} is there already and stays as it is.`);
}

/** A command as YAML takes it: plain, unless something in it means another thing there. */
function yamlText(command: string): string {
  return /: |:$| #/.test(command) ? JSON.stringify(command) : command;
}

/** A workflow that runs the check of this project already. */
function workflowWith(joining: Joining, around: Surroundings, script: string): string | null {
  const runs = (path: string): boolean => {
    const text = joining.read(path) ?? '';
    const inFolder = around.folder === '' || text.includes(around.folder);
    return inFolder && (/\blockstep check\b/.test(text) || text.includes(` ${script} `));
  };
  return around.ci.files.find(runs) ?? null;
}

/** The file that names the project's version of Node.js, for actions/setup-node. */
function nodeFile(joining: Joining, installs: string, manifest: { [key: string]: unknown }): string {
  for (const name of ['.nvmrc', '.node-version', '.tool-versions']) {
    const path = posix.join(installs, name);
    const text = joining.read(path);
    if (text !== null && (name !== '.tool-versions' || /^node(?:js)?\s/m.test(text))) return path;
  }
  const { engines } = manifest;
  const named = typeof engines === 'object' && engines !== null && 'node' in engines;
  return named ? posix.join(installs, 'package.json') : '';
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, node } from '../commands.mjs';
import { measure } from '../measure.mjs';
import { addTable, append } from '../setup.mjs';

/**
 * `lockstep check --staged`, as the hook runs it.
 *
 * @param {{ project: import('../setup.mjs').Project, runs: number }} given
 * @returns {import('../report.mjs').Figure[]}
 */
export function check({ project, runs }) {
  return [
    ...withoutDatabaseFiles(project, runs),
    ...withSchemaChange(project, runs),
    ...besideAStandingFault(project, runs),
  ];
}

/** @param {import('../setup.mjs').Project} project */
function staged({ folder, cli }) {
  return { argv: [cli, 'check', '--staged'], cwd: folder };
}

/**
 * @param {import('../setup.mjs').Project} project
 * @param {number} runs
 * @returns {import('../report.mjs').Figure[]}
 */
function withoutDatabaseFiles(project, runs) {
  const { folder, cache } = project;
  append(join(folder, 'README.md'), '\nMore words.\n');
  append(join(folder, 'src/server.ts'), "export const host = 'localhost';\n");
  git(folder, 'add', 'README.md', 'src/server.ts');
  const quiet = { ...staged(project), prints: /^$/ };
  rmSync(cache, { recursive: true, force: true });
  const [known, peer] = measure([{ ...quiet, name: 'lockstep check --staged' }, nothing(folder)], runs);
  const forget = () => rmSync(cache, { recursive: true, force: true });
  const [first, kit] = measure(
    [{ ...quiet, name: 'lockstep check --staged', prepare: forget }, generateUnchanged(project)],
    runs,
  );
  git(folder, 'commit', '-q', '--no-verify', '-m', 'Listen');
  return [
    { what: 'Hook, no database file in the commit', ours: known, peer, limit: { ratio: 1.6 } },
    { what: 'Hook, no database file in the commit, nothing remembered yet', ours: first, peer: kit },
  ];
}

/** What no command of node can be faster than. @param {string} cwd */
function nothing(cwd) {
  return { name: 'node -e 0', argv: ['-e', '0'], cwd };
}

/** @param {import('../setup.mjs').Project} project */
function generateUnchanged({ folder, kit }) {
  return {
    name: 'drizzle-kit generate, unchanged schema',
    argv: [kit, 'generate'],
    cwd: folder,
    prints: /No schema changes/,
  };
}

/**
 * @param {import('../setup.mjs').Project} project
 * @param {number} runs
 * @returns {import('../report.mjs').Figure[]}
 */
function withSchemaChange(project, runs) {
  const { folder, cache } = project;
  const { schema, migration } = addTable(project);
  const peer = generateUnchanged(project);
  const forget = () => rmSync(cache, { recursive: true, force: true });

  // The schema alone, as when the migration was not generated: the files of the migration are out of sight.
  git(folder, 'add', '--', ...schema);
  const finding = {
    ...staged(project),
    name: 'lockstep check --staged',
    exitCode: 1,
    prints: /lockstep\/schema-ahead/,
  };
  const hidden = hide(folder, migration);
  const forgetAndHide = () => {
    forget();
    hidden.away();
  };
  // The peer looks at the files and not at the index: it sees both halves and finds them unchanged.
  const [ahead, kitAhead] = measure(
    [
      { ...finding, prepare: forgetAndHide },
      { ...peer, prepare: hidden.back },
    ],
    runs,
  );
  hidden.away();
  const [aheadKnown, nodeAlone] = measure([finding, nothing(folder)], runs);
  hidden.back();

  git(folder, 'add', '-A');
  const holds = { ...staged(project), name: 'lockstep check --staged', prints: /^$/ };
  const [lockstep, kit] = measure([{ ...holds, prepare: forget }, peer], runs);
  const [lockstepKnown, nodeAgain] = measure([holds, nothing(folder)], runs);
  git(folder, 'commit', '-q', '--no-verify', '-m', 'Add orders');
  const uncached = { ratio: 1.3 };
  return [
    {
      what: 'Hook, schema and migration staged, nothing remembered: in lockstep',
      ours: lockstep,
      peer: kit,
      limit: uncached,
    },
    { what: 'Hook, schema staged alone, nothing remembered: a finding', ours: ahead, peer: kitAhead, limit: uncached },
    {
      what: 'Hook, schema and migration staged, checked before',
      ours: lockstepKnown,
      peer: nodeAgain,
      limit: { ratio: 2 },
    },
    { what: 'Hook, schema staged alone, checked before: the finding again', ours: aheadKnown, peer: nodeAlone },
  ];
}

/**
 * A commit that touches no database file, where an earlier one has left the schema ahead: the hook has nothing to say,
 * but cannot remember that all is well.
 *
 * @param {import('../setup.mjs').Project} project
 * @param {number} runs
 * @returns {import('../report.mjs').Figure[]}
 */
function besideAStandingFault(project, runs) {
  const { folder, cli } = project;
  node(folder, cli, 'new', 'table', 'coupons', 'code:text:required');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--no-verify', '-m', 'Add coupons without a migration');
  append(join(folder, 'src/server.ts'), "export const path = '/';\n");
  git(folder, 'add', 'src/server.ts');
  const quiet = { ...staged(project), name: 'lockstep check --staged', prints: /^$/ };
  const [ours, peer] = measure([quiet, nothing(folder)], runs);
  return [{ what: 'Hook, no database file in the commit, the schema ahead since an earlier one', ours, peer }];
}

/**
 * Takes files of the working tree away and brings them back, tracked ones as HEAD has them.
 *
 * @param {string} folder
 * @param {string[]} paths
 */
function hide(folder, paths) {
  const files = paths.map((path) => {
    const tracked = git(folder, 'ls-files', '--', path) !== '';
    const before = tracked ? git(folder, 'show', `HEAD:${path}`) : null;
    return { path: join(folder, path), before, after: readFileSync(join(folder, path), 'utf8') };
  });
  /** @param {'before' | 'after'} state */
  const put = (state) => {
    for (const file of files) {
      const text = file[state];
      if (text === null) rmSync(file.path, { force: true });
      else writeFileSync(file.path, text);
    }
  };
  return { away: () => put('before'), back: () => put('after') };
}

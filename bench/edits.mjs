// Runs every generator over every table of public projects, in memory, and looks at what comes out: does the file
// parse, does it evaluate, does drizzle-kit's snapshot differ by exactly what was asked for, is every other byte there?
//
//   node --import tsx bench/edits.mjs DIR [owner/name] [--only GENERATOR] [--tables N] [--list] [--show N]
//
// DIR holds a clone of each project of bench/real/projects.mjs, in a folder of the repository's name, at its commit:
//   git clone https://github.com/OWNER/NAME DIR/NAME && git -C DIR/NAME checkout COMMIT
// Nothing in the clones changes but their node_modules, which gets what their schemas import. --tables takes
// that many of a project's tables; --list shows every refusal, --show the first N differences of each project.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createContext } from '../generators/context.ts';
import { generators } from '../generators/index.ts';
import { findProject } from '../src/cli/find-project.ts';
import { LockstepError } from '../src/errors.ts';
import { requireKit } from '../src/project/kit.ts';
import { schemaFiles } from '../src/project/schema-files.ts';
import { renderDiff } from '../src/scaffold/show.ts';
import { bundle } from '../src/schema/bundle.ts';
import { describeTables, readSchema } from '../src/schema/source/index.ts';
import { installInto } from './real/install.mjs';
import { projects } from './real/projects.mjs';
import { collectionOf, runsOf } from './real/runs.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    only: { type: 'string' },
    show: { type: 'string', default: '0' },
    tables: { type: 'string', default: '1000' },
  },
});
const [directory, wanted] = positionals;
if (directory === undefined) {
  console.error(
    'usage: node --import tsx bench/edits.mjs DIR [owner/name] [--only GENERATOR] [--tables N] [--list] [--show N]',
  );
  process.exit(2);
}

let failed = false;
for (const project of projects) {
  if (wanted !== undefined && project.name !== wanted) continue;
  const clone = join(directory, posix.basename(project.name));
  if (!existsSync(clone)) {
    console.log(`${project.name}: no clone`);
    continue;
  }
  installInto(clone, project.install);
  Object.assign(process.env, project.env);
  for (const place of project.places) await walk(project, clone, place);
}
process.exit(failed ? 1 : 0);

/** One config of one project. */
async function walk(project, clone, { folder, config }) {
  const label = `${project.name} ${config ?? folder}`;
  let evaluator;
  try {
    const found = await findProject(join(clone, folder), { config });
    const context = await createContext(found);
    // A rename asks whether the project is in lockstep; here only its edit of the schema is looked at.
    context.planRename = async ({ changes }) => changes;
    const source = readSchema(found.schema, context, found.dialect);
    const tables = describeTables(source, context);
    evaluator = await startEvaluator(found);
    const before = await evaluator.parts(new Map());
    if (before.error) {
      console.log(`\n## ${label}: ${tables.length} tables; its schema cannot be evaluated: ${before.error}`);
      failed = true;
      return;
    }
    const known = Object.keys(before.parts).filter((part) => collectionOf(part) === 'tables').length;
    console.log(`\n## ${label}: ${found.dialect}, ${tables.length} tables read, ${known} evaluated`);
    const counts = {};
    const problems = [];
    const refusals = new Map();
    const shown = {};
    for (const run of runsOf({ source, tables, dialect: found.dialect, context, most: Number(values.tables) })) {
      if (values.only !== undefined && run.generator !== values.only) continue;
      counts[run.generator] ??= { right: 0, refused: 0, wrong: 0 };
      const generator = generators.find(({ name }) => name === run.generator);
      const command = `new ${run.generator} ${run.typed}`;
      try {
        const plan = await generator.plan(run.answers, context);
        const wrong = await verdict(run, plan, found, before.parts, evaluator);
        if (wrong !== null) {
          counts[run.generator].wrong++;
          problems.push(`${command}\n    ${wrong}`);
        } else counts[run.generator].right++;
        shown[run.generator] ??= 0;
        if (wrong !== null ? problems.length <= 4 : shown[run.generator]++ < Number(values.show))
          problems.push(`${command}\n${renderDiff(plan)}`);
      } catch (error) {
        if (!(error instanceof LockstepError)) {
          counts[run.generator].wrong++;
          problems.push(`${command}\n    ${error?.stack}`);
          continue;
        }
        counts[run.generator].refused++;
        const kind = error.message.replaceAll(/"[^"]*"|[\w./-]*[._/][\w./:-]*/g, '…');
        refusals.set(kind, [...(refusals.get(kind) ?? []), `${command}: ${error.message} ${error.fix ?? ''}`]);
      }
    }
    for (const [name, { right, refused, wrong }] of Object.entries(counts)) {
      if (wrong > 0) failed = true;
      console.log(`  ${name.padEnd(14)} right ${right}, refused ${refused}, wrong ${wrong}`);
    }
    for (const text of problems) console.log(`  ! ${text}`);
    for (const [, texts] of refusals)
      for (const text of values.list ? texts : texts.slice(0, 1)) console.log(`  - ${texts.length} × ${text}`);
  } catch (error) {
    failed = true;
    console.log(`\n## ${label}: ${error instanceof LockstepError ? error.message : error?.stack}`);
  } finally {
    evaluator?.stop();
  }
}

/** What is wrong with a plan, or null. */
async function verdict(run, plan, found, before, evaluator) {
  const files = new Map();
  for (const change of plan.changes) {
    if (change.path.startsWith('../')) return `leads out of the project: ${change.path}`;
    if (change.after === null) return `deletes ${change.path}`;
    files.set(posix.join(found.project.folder, change.path), change.after);
    if (change.before !== null && run.adds) {
      const lost = lostText(change.before, change.after);
      if (lost !== null) return `changes more than it should: ${JSON.stringify(lost)}`;
    }
  }
  const after = await evaluator.parts(files);
  if (after.error) return `does not evaluate: ${after.error}`;
  return run.judge(before, after.parts);
}

/** The first text of the file before that is not in the file after, in its order; commas, brackets and blanks apart. */
function lostText(before, after) {
  const bare = (text) => text.replaceAll(/[\s,()]/g, '');
  const [old, now] = [bare(before), bare(after)];
  let from = 0;
  for (const [at, character] of [...old].entries()) {
    const place = now.indexOf(character, from);
    if (place === -1) return old.slice(at, at + 80);
    from = place + 1;
  }
  return null;
}

/** Evaluates the schema with some files as they would be. */
async function startEvaluator(found) {
  const folder = join(found.tree.root, found.project.folder);
  const { kit, line } = requireKit(folder);
  const child = fork(
    fileURLToPath(new URL('real/evaluate.mjs', import.meta.url)),
    [kit.folder, line, found.dialect, ...(found.casing === undefined ? [] : [found.casing])],
    { cwd: folder, execArgv: ['--import', import.meta.resolve('tsx')] },
  );
  const answer = () =>
    new Promise((resolve) => {
      const ended = (code) => resolve({ error: `it ended with exit code ${code}` });
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  const ready = await answer();
  if (ready.error) throw new Error(ready.error);
  const paths = found.tree.paths();
  const manifests = new Map();
  return {
    stop: () => child.kill(),
    /** @param {Map<string, string>} files by their path in the repository */
    async parts(files) {
      const all = [...new Set([...paths, ...files.keys()])];
      const { tree } = found;
      const overlay = {
        ...tree,
        paths: () => all,
        isFile: (path) => files.has(path) || tree.isFile(path),
        names: (inFolder) => {
          const own = [...files.keys()].filter((path) => posix.dirname(path) === inFolder);
          return [...new Set([...tree.names(inFolder), ...own.map((path) => posix.basename(path))])].sort();
        },
        read: async (path) => {
          if (files.has(path)) return files.get(path);
          if (!path.endsWith('package.json')) return tree.read(path);
          if (!manifests.has(path)) manifests.set(path, await tree.read(path));
          return manifests.get(path);
        },
      };
      const bundled = await bundle(overlay, schemaFiles(overlay, found.project.schema));
      if ('message' in bundled) return { error: `${bundled.path}:${bundled.line} ${bundled.message}` };
      const answered = answer();
      child.send({ code: bundled.code, filename: posix.join(folder, 'lockstep-schema.cjs') });
      return answered;
    },
  };
}

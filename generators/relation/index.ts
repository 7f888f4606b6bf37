import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import { readSource } from '../../src/schema/source/index.js';
import { type RelationAnswers, relationAnswers } from './answers.js';
import { checkCircle, newImports } from './circle.js';
import { clientNotes } from './client.js';
import { connectClient } from './connect-client.js';
import type { Decision, NewRelation } from './decide.js';
import { tableOf } from './link.js';
import { namePair } from './name-pair.js';
import { addChange, withChanges } from './project-files.js';
import { again, readState, type State } from './state.js';
import { isSame } from './tables.js';
import { stepsOf } from './through.js';
import { writeNewer } from './write-newer.js';
import { writeOlder } from './write-older.js';

/** `lockstep new relation posts author:one` */
export const relation: Generator<RelationAnswers> = {
  name: 'relation',
  description: 'How tables belong together in queries: one, many, many over a table in between',
  questions: [
    { name: 'table', message: 'Which table gets the relation?', type: 'text', positional: true },
    {
      name: 'fields',
      message: 'Which relations? name:one|many[:table][:column=key], separated by spaces',
      type: 'list',
      positional: true,
      required: true,
      placeholder: 'author:one:users',
    },
    {
      name: 'inverse',
      message: 'The relation of the other side too?',
      type: 'confirm',
      initial: true,
      hint: 'the relation of the other side too (default)',
    },
    {
      name: 'inverse-name',
      message: 'What is it called there? Empty: after the table',
      type: 'text',
      initial: '',
      hint: 'its name there; for several: name:one:inverse=NAME',
      when: ({ inverse }) => inverse !== false,
    },
  ],
  examples: [
    'lockstep new relation posts author:one                      over its only foreign key, and posts in users',
    'lockstep new relation posts editor:one:users:editor_id=id --inverse-name edited',
    'lockstep new relation users groups:many:groups:through=memberships',
    'lockstep new relation categories parent:one:categories:parent_id --inverse-name children',
  ],
  answers: relationAnswers,
  plan: planRelation,
};

function planRelation({ table, fields, inverse }: RelationAnswers, context: GeneratorContext): Plan {
  const changes = new Map<string, FileChange>();
  const now = withChanges(context, changes);
  const notes: string[] = [];
  let state = readState(now);
  const found = tableOf(table, state);
  const query: string[] = [];
  for (const field of fields) {
    const asked = stepsOf(field, again(found, state), inverse, state);
    query.push(`db.query.${found.table.exportName}.findMany({ with: ${asked.query} })`);
    notes.push(...asked.notes);
    for (const step of asked.steps) {
      state = apply(step(state), state, changes, notes);
    }
  }
  const connected = connectClient(state);
  if (connected) {
    addChange(changes, connected);
    state = readState(now);
  }
  const steps = [
    ...notes,
    ...clientNotes(state),
    'Relations are code alone: there is no migration to generate.',
    ...query.map((one) => `Use it: await ${one}`),
  ];
  return { root: context.root, changes: [...changes.values()], nextSteps: [...new Set(steps)] };
}

/** Writes what was decided, one file after the other; the state that comes back is that of the files after it. */
function apply(decision: Decision, before: State, changes: Map<string, FileChange>, notes: string[]): State {
  let state = before;
  const write = (change: FileChange): void => {
    if (checkImports(change, state))
      notes.push(
        `${change.path} and a file that it imports now import each other. That is fine: the callbacks of relations run when both are loaded.`,
      );
    addChange(changes, change);
  };
  for (const { relation: named, alias } of decision.named) {
    const one = state.existing.find(({ name, from }) => name === named.name && isSame(from, named.from));
    if (one) write(namePair(one, alias, state));
    state = readState(state.context);
  }
  // The side that has the columns goes first: the other one refers to it.
  for (const one of [...decision.relations].sort((a, b) => Number(b.holds) - Number(a.holds))) {
    const fresh = refreshed(one, state);
    for (const change of state.api.kind === 'relations' ? writeOlder(fresh, state) : [writeNewer(fresh, state)])
      write(change);
    state = readState(state.context);
  }
  notes.push(...decision.notes);
  return state;
}

function checkImports({ path, before, after }: FileChange, state: State): boolean {
  if (before === null || after === null) return false;
  const file = readSource(path, before);
  const targets = newImports(file, readSource(path, after), state);
  return targets.map((target) => checkCircle(file, target, state)).includes(true);
}

const refreshed = (one: NewRelation, state: State): NewRelation => ({
  ...one,
  from: again(one.from, state),
  to: again(one.to, state),
  through: one.through && { ...one.through, table: again(one.through.table, state) },
});

import { run, type Script } from './script.js';

/** Something to do. It may fail for now: what it needs may come later. */
export interface Step {
  /** Its place in the order: what is dropped goes before what is altered, and that before what is made. */
  rank: number;
  /** False where the engine refused. */
  take(script: Script): Promise<boolean>;
}

/** The order in which most schemas let themselves be changed. What the engine refuses is tried again later. */
export const ranks = {
  dropEventTrigger: 8,
  dropRule: 9,
  dropTrigger: 10,
  dropView: 11,
  dropPolicy: 12,
  dropForeignKey: 13,
  dropIndex: 14,
  dropConstraint: 15,
  dropTable: 20,
  dropColumn: 21,
  makeRole: 30,
  makeSchema: 31,
  makeExtension: 32,
  makeType: 33,
  alterType: 34,
  makeSequence: 35,
  makeFunction: 36,
  alterTable: 40,
  dropIdentity: 41,
  dropDefault: 42,
  changeType: 43,
  changeNullness: 44,
  setDefault: 45,
  makeIdentity: 46,
  dropFunction: 50,
  dropSequence: 51,
  dropType: 52,
  makeTable: 60,
  makeColumn: 61,
  makeConstraint: 62,
  makeIndex: 63,
  makeForeignKey: 64,
  ownSequence: 65,
  makeView: 66,
  makeRule: 67,
  makeTrigger: 68,
  makePolicy: 69,
  settings: 70,
  privileges: 71,
  dropExtension: 80,
  dropSchema: 81,
  dropRole: 82,
  comment: 90,
} as const;

/** A step of statements; `lastResort` stands in for them when nothing else gets on. */
export function statementsStep(rank: number, statements: string[], lastResort?: string[]): Step {
  return {
    rank,
    async take(script) {
      if ((await run(script, statements)) === null) return true;
      return lastResort !== undefined && script.isStuck && (await run(script, lastResort)) === null;
    },
  };
}

/** Takes the steps in order of rank, those that fail again after the others, until none of them gets on. */
export async function takeSteps(script: Script): Promise<void> {
  script.isStuck = false;
  for (;;) {
    const waiting: Step[] = [];
    let hasProgress = false;
    for (;;) {
      const step = takeFirst(script.pending);
      if (step === undefined) break;
      if (await step.take(script)) {
        hasProgress = true;
        script.isStuck = false;
      } else waiting.push(step);
    }
    script.pending.push(...waiting);
    if (waiting.length === 0 || (!hasProgress && script.isStuck)) break;
    script.isStuck = !hasProgress;
  }
  script.pending.length = 0;
}

/** The step of the lowest rank; of several the one that came first. */
function takeFirst(steps: Step[]): Step | undefined {
  let best = 0;
  for (const [at, step] of steps.entries()) if (step.rank < (steps[best]?.rank ?? 0)) best = at;
  return steps.splice(best, 1)[0];
}

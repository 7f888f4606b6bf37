import type { Context, StepResult } from '../context.js';
import { readArguments } from './arguments.js';
import { firstMigration } from './database.js';
import { finish } from './finish.js';
import { chooseFolder } from './folder.js';
import { commit, makeRepository } from './git.js';
import { install } from './install.js';
import { makePlan, showPlan, write } from './plan.js';
import { answerQuestions, requireAnswers } from './questions.js';
import { lookAround } from './surroundings.js';
import { verify } from './verify.js';
import { welcome } from './welcome.js';

type Step = (context: Context) => StepResult | Promise<StepResult>;

/** `npm create drizzle-lockstep`, from the first to the last step. */
export const steps: Step[] = [
  verify,
  readArguments,
  requireAnswers,
  welcome,
  chooseFolder,
  lookAround,
  answerQuestions,
  makePlan,
  showPlan,
  write,
  makeRepository,
  install,
  firstMigration,
  commit,
  finish,
];

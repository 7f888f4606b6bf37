import { type OfferedGenerator, offer } from '../src/scaffold/generator.js';
import { agents } from './agents/index.js';
import { backfill } from './backfill/index.js';
import { ci } from './ci/index.js';
import { column } from './column/index.js';
import { constraint } from './constraint/index.js';
import { dropColumn } from './drop-column/index.js';
import { enumeration } from './enum/index.js';
import { hooks } from './hooks/index.js';
import { index } from './index/index.js';
import { relation } from './relation/index.js';
import { renameColumn } from './rename-column/index.js';
import { renameTable } from './rename-table/index.js';
import { rollback } from './rollback/index.js';
import { table } from './table/index.js';

/** Every generator that changes a project: `lockstep new` and plop offer what stands here. */
export const generators: readonly OfferedGenerator[] = [
  offer(table),
  offer(column),
  offer(index),
  offer(constraint),
  offer(enumeration),
  offer(relation),
  offer(backfill),
  offer(dropColumn),
  offer(renameColumn),
  offer(renameTable),
  offer(rollback),
  offer(hooks),
  offer(ci),
  offer(agents),
];

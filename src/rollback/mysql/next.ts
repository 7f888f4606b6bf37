import type { Operation } from '../../sql/operation.js';
import { advance } from './apply.js';
import type { Model } from './model.js';

/** The schema after one more migration. */
export function nextModel(model: Model, operations: readonly Operation[] | null, _snapshot: unknown): Model {
  return operations === null ? model : advance(model, operations).after;
}

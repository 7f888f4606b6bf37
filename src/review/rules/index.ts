import type { ReviewRule } from '../rule.js';
import { dropTable } from './drop-table.js';
import { stillUsed } from './still-used.js';
import { unanalysed } from './unanalysed.js';

/** In the order in which they are shown. */
export const rules: ReviewRule[] = [dropTable, stillUsed, unanalysed];

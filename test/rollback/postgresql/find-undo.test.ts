import { describe } from 'vitest';
import { columns } from './cases/columns.js';
import { keys } from './cases/keys.js';
import { others } from './cases/others.js';
import { tables } from './cases/tables.js';
import { types } from './cases/types.js';
import { undoes } from './undoes.js';

describe('the inverse on PostgreSQL undoes', () => {
  undoes([...tables, ...columns, ...types, ...keys, ...others]);
});

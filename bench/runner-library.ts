// What bench/runner-corpus.mjs uses of the sources.
export { readCatalog } from '../src/database/catalog.js';
export { differences } from '../src/database/difference.js';
export { connect } from '../src/database/live/open.js';
export { ledgerTable, usualPlace } from '../src/runner/ledger.js';
export { readLocal } from '../src/runner/local.js';
export { migrate } from '../src/runner/migrate.js';
export { usualTimes } from '../src/runner/types.js';

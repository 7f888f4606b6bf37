// Every table is exported from here: client, seed and tests import this file.
export * from './users.js';

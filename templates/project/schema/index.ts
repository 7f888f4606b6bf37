// Every table that drizzle-kit and the client know is exported from here.
export * from './users.js';

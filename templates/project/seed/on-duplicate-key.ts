import { sql } from 'drizzle-orm';
import { closeDatabase, db, schema } from './index.js';

const people = [
  { name: 'Ada Lovelace', email: 'ada@example.com' },
  { name: 'Grace Hopper', email: 'grace@example.com' },
];

// Can be run again: who is there already stays as they are.
try {
  await db
    .insert(schema.users)
    .values(people)
    .onDuplicateKeyUpdate({ set: { email: sql`${schema.users.email}` } });
  console.log(`Seeded: ${await db.$count(schema.users)} users.`);
} finally {
  await closeDatabase();
}

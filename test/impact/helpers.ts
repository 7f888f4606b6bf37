import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Repository, repositoryRoot } from '../helpers/repository.js';

/** TypeScript 7, which has a language server, and one of those before, which have a language service. */
export const typescripts = {
  '7': join(repositoryRoot, 'node_modules/typescript'),
  '5.6': join(repositoryRoot, 'node_modules/@arethetypeswrong/core/node_modules/typescript'),
};

/** Users and posts, the code that uses them, and their first migration; nothing is committed. */
export function shop(typescript: keyof typeof typescripts | null): Repository {
  const repository = new Repository();
  repository.write('package.json', '{ "name": "shop", "type": "module" }\n');
  repository.write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022", "noEmit": true, "skipLibCheck": true, "types": [] }, "include": ["src"] }\n',
  );
  repository.write(
    'drizzle.config.ts',
    "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
  );
  repository.write('src/schema.ts', schema);
  repository.write('src/use.ts', code);
  repository.write('drizzle/0000_init.sql', migration);
  writeJournal(repository, ['0000_init']);
  repository.install();
  if (typescript !== null) {
    const link = join(repository.folder, 'node_modules/typescript');
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(typescripts[typescript], link, 'junction');
  }
  return repository;
}

export function writeJournal(repository: Repository, tags: string[]): void {
  const entries = tags.map((tag, idx) => ({
    idx,
    version: '7',
    when: 1_700_000_000_000 + idx,
    tag,
    breakpoints: true,
  }));
  repository.write('drizzle/meta/_journal.json', JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
}

const schema = `import { relations } from 'drizzle-orm';
import { integer, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';
const times = { createdAt: timestamp('created_at') };
export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  email: text('email').notNull(),
  ...times,
});
export const posts = pgTable('posts', { id: serial('id').primaryKey(), authorId: integer('author_id').references(() => users.id), ...times });
export const postsRelations = relations(posts, ({ one }) => ({ author: one(users, { fields: [posts.authorId], references: [users.id] }) }));
`;

const code = `import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema.js';
import { posts, users } from './schema.js';
export { users } from './schema.js';
const db = drizzle('postgres://127.0.0.1/shop', { schema });
export type User = typeof users.$inferSelect;
export const mail = (user: User): string => user.email;
export async function all(email: string, other: { email: string }): Promise<unknown> {
  const [row] = await db.select().from(users).where(eq(users.email, email));
  const { email: found } = (await db.query.users.findFirst({ columns: { email: true } })) ?? other;
  const nested = await db.query.posts.findMany({ with: { author: true } });
  await db.insert(users).values({ email });
  await db.execute(sql\`select "email" from \${users}\`);
  await db.execute('select id from users');
  const untyped: any = row;
  const dates = await db.select({ made: users.createdAt, posted: posts.createdAt }).from(users);
  await db.insert(users).values({
    id: 1,
    email,
  });
  await db.insert(users).values({ ...other, id: 2 });
  const key: keyof User = 'email';
  const byKey = (user: User): string => user['email'];
  return [key, byKey, row?.email, found, nested[0]?.author?.email, untyped.email, other.email, dates];
}
`;

const migration = `CREATE TABLE "users" ("id" serial PRIMARY KEY, "email" text NOT NULL, "created_at" timestamp);
--> statement-breakpoint
CREATE TABLE "posts" ("id" serial PRIMARY KEY, "author_id" integer, "created_at" timestamp);
--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE cascade;
`;

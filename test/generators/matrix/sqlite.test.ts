import { describe, expect, it } from 'vitest';
import { kitLines } from './lines.js';
import { Story } from './story.js';

/** The other tables are made like the one that is there. */
const notes = `import { integer, snakeCase, text } from 'drizzle-orm/sqlite-core';

export const notes = snakeCase.table('notes', { id: integer().primaryKey(), longText: text() });
`;

describe.each(kitLines())('SQLite and drizzle-kit %s', (line, packages) => {
  it('what the generators make compiles, generates, migrates and rolls back', async () => {
    const story = await Story.begin('sqlite', packages);
    if (line === '1.0') story.repository.write('src/schema/notes.ts', notes);
    await story.makeEveryType();
    await story.tell('start', [
      'table users email:string:required name:varchar:80:required:index age:integer:default=0 balance:numeric:required:default=0 active:boolean:default=true born:date:default=now seen:timestamp:default=now at:timestamp_ms meta:json:default={"a":1} role:enum:admin,member:default=member token:uuid:default=uuid visits:bigint:default=0 ratio:double photo:blob',
      'table teams --key serial --no-timestamps title:string:unique:required',
      'table orders --key identity user:references:users:cascade:required total:integer:required number:integer approver_id:text',
      'table memberships --key none team:references:teams:primary user:references:users:primary',
      'table grants --key none --no-timestamps team_id:integer:required user_id:text:required level:integer',
      'table comments parent:references:comments:cascade order:references:orders',
    ]);
    await story.database.engine.run(`insert into users (id, email, name) values ('u', 'a@b', 'Ann');
      insert into orders (user_id, total, number) values ('u', 5, 1)`);
    await story.tell('columns_and_indexes', [
      'column users nick:string:unique points:integer:required:default=0 feeling:enum:fine,poor:default=fine',
      'column orders buyer:references:users:setnull state:enum:open,paid:required:default=open note:text:index grade:real:default=0.5',
      'index orders number state',
      'relation orders user:one:users:user_id',
      'relation comments parent:one:comments:parent_id --inverse-name replies',
      'relation users teams:many:teams:through=memberships',
      'index orders total created_at --desc total',
      "index users email --unique --where 'active = 1'",
      "index users --expression 'lower(name)' --unique",
    ]);

    await story.tell(null, ['backfill users nick --from name --as migration']);
    await story.make('constraint orders foreign-key approver_id --references users --on-delete set-null');
    await story.make('constraint orders unique user_id number');
    const said = await story.make("constraint orders check --expression 'total >= 0'");
    await story.make('constraint grants primary-key team_id user_id');
    await story.make('constraint grants foreign-key team_id user_id --references memberships --on-delete cascade');
    story.generate('constraints');
    if (line === '0.31') {
      expect(said).toContain('makes orders_total_created_at_idx again');
      await story.mend((sql) => sql.replace('`"total" desc`', '"total" desc'));
    }
    await story.apply();

    await story.tell(null, ['rename-column users name full_name']);
    await story.tell(null, ['rename-column users id key']);
    await story.tell(null, ['rename-table orders purchases']);
    await story.tell('drop', ['drop-column users born', 'drop-column users nick', 'drop-column purchases grade']);

    expect(await story.database.engine.query('select full_name, points, feeling from users')).toEqual([
      { full_name: 'Ann', points: 0, feeling: 'fine' },
    ]);
    expect(await story.database.engine.query('select number, state from purchases')).toEqual([
      { number: 1, state: 'open' },
    ]);
    if (line === '1.0') expect(story.repository.read('src/schema/orders.ts')).toContain('snakeCase.table(');
    await story.end();
  }, 300_000);
});

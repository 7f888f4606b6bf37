import { describe, expect, it } from 'vitest';
import { hasMysql } from '../../helpers/servers.js';
import { kitLines } from './lines.js';
import { Story } from './story.js';

describe.skipIf(!hasMysql()).each(kitLines())('MySQL and drizzle-kit %s', (_, packages) => {
  it('what the generators make compiles, generates, migrates and rolls back', async () => {
    const story = await Story.begin('mysql', packages);
    await story.makeEveryType();
    await story.tell('start', [
      'table users email:string:required name:varchar:80:required:index age:integer:default=0 balance:numeric:10,2:required:default=0 active:boolean:default=true born:date:default=now seen:timestamp:default=now at:datetime:3 meta:json:default={"a":1} role:enum:admin,member:default=member token:uuid:default=uuid visits:bigint:default=0 ratio:double photo:binary:16 wake:time since:year bio:text',
      'table teams --key serial --no-timestamps title:string:unique:required',
      'table orders --key identity user:references:users:cascade:required total:integer:required number:integer approver_id:uuid',
      'table memberships --key none team:references:teams:primary user:references:users:primary',
      'table grants --key none --no-timestamps team_id:bigint:unsigned:required user_id:uuid:required level:smallint',
      'table comments parent:references:comments:cascade order:references:orders',
    ]);
    await story.database.engine.run(`insert into users (id, email, name) values ('u', 'a@b', 'Ann');
      insert into orders (user_id, total, number) values ('u', 5, 1)`);
    await story.tell('columns_indexes_and_constraints', [
      'column users nick:string:unique points:integer:required:default=0 feeling:enum:fine,poor:default=fine',
      'column orders buyer:references:users:setnull state:enum:open,paid:required:default=open note:string:index',
      'index orders number state',
      'relation orders user:one:users:user_id',
      'relation comments parent:one:comments:parent_id --inverse-name replies',
      'relation users teams:many:teams:through=memberships',
      'index orders total created_at --desc total',
      'index users email --unique',
      'constraint orders foreign-key approver_id --references users --on-delete set-null',
      'constraint orders unique user_id number',
      "constraint orders check --expression 'total >= 0'",
      'constraint grants primary-key team_id user_id',
      'constraint grants foreign-key team_id user_id --references memberships --on-delete cascade',
    ]);
    await story.tell(null, ['backfill users nick --from name --as migration']);
    await story.tell(null, ['rename-column orders total amount']);
    await story.tell(null, ['rename-column users id key']);
    await story.tell(null, ['rename-table orders purchases']);
    await story.tell('drop', ['drop-column users born', 'drop-column users nick', 'drop-column users ratio']);

    expect(await story.database.engine.query('select name, points, feeling from users')).toEqual([
      { name: 'Ann', points: 0, feeling: 'fine' },
    ]);
    expect(await story.database.engine.query('select amount, state from purchases')).toEqual([
      { amount: 5, state: 'open' },
    ]);
    await story.end();
  }, 300_000);
});

import { describe, expect, it } from 'vitest';
import { kitLines } from './lines.js';
import { Story } from './story.js';

describe.each(kitLines())('PostgreSQL and drizzle-kit %s', (_, packages) => {
  it('what the generators make compiles, generates, migrates and rolls back', async () => {
    const story = await Story.begin('postgresql', packages);
    await story.makeEveryType();
    await story.tell('start', [
      'enum mood good bad',
      'table users email:string:required name:varchar:80:required:index age:integer:default=0 balance:numeric:10,2:required:default=0 active:boolean:default=true born:date:default=now seen:timestamp:3:default=now meta:jsonb:default={"a":1} tags:text:array:default=array role:enum:admin,member:default=member ip:inet token:uuid:default=uuid visits:bigint:default=0 ratio:double place:point wait:interval wake:time',
      'table teams --key serial --no-timestamps title:string:unique:required',
      'table orders --key identity user:references:users:cascade:required total:integer:required number:integer approver_id:uuid',
      'table memberships --key none team:references:teams:primary user:references:users:primary',
      'table grants --key none --no-timestamps team_id:integer:required user_id:uuid:required level:smallint',
      'table comments parent:references:comments:cascade order:references:orders',
    ]);
    await story.database.engine.run(`insert into users (email, name) values ('a@b', 'Ann');
      insert into orders (user_id, total, number) select id, 5, 1 from users`);
    await story.tell('columns_and_indexes', [
      'column users nick:string:unique points:integer:required:default=0 scores:integer:array feeling:enum:fine,poor:default=fine',
      'column orders buyer:references:users:setnull state:enum:open,paid:required:default=open note:text:index labels:varchar:20:array:default=array',
      'index orders number state',
      'relation orders user:one:users:user_id',
      'relation comments parent:one:comments:parent_id --inverse-name replies',
      'relation users teams:many:teams:through=memberships',
      'index orders total created_at --desc total',
      "index users email --unique --where 'active is true'",
      "index users --expression 'lower(name)' --unique",
      'index users email --op text_pattern_ops',
      'index users tags --method gin',
      'index users token --method hash',
    ]);
    await story.tell(null, ['backfill users nick --from name --as migration']);
    for (const line of [
      'constraint orders foreign-key approver_id --references users --on-delete set-null',
      'constraint orders unique user_id number',
      "constraint orders check --expression 'total >= 0'",
      'constraint grants primary-key team_id user_id',
      'constraint grants foreign-key team_id user_id --references memberships --on-delete cascade',
      'enum mood --add fine --after good',
      'enum user_role --add guest',
    ])
      await story.make(line);
    expect(await story.make('index orders note total --concurrently')).toContain('write CREATE INDEX IF NOT EXISTS');
    story.generate('constraints_and_values');
    await expect(story.database.migrate()).rejects.toThrow();
    await story.mend((sql) => sql.replace('CREATE INDEX CONCURRENTLY', 'CREATE INDEX IF NOT EXISTS'));
    await story.apply();

    await story.tell(null, ['rename-column users name full_name']);
    await story.tell(null, ['rename-column users id key']);
    await story.tell(null, ['rename-table orders purchases']);
    await story.tell('drop', ['drop-column users born', 'drop-column users nick', 'drop-column purchases labels']);

    expect(await story.database.engine.query('select full_name, points, feeling from users')).toEqual([
      { full_name: 'Ann', points: 0, feeling: 'fine' },
    ]);
    expect(await story.database.engine.query('select number, state from purchases')).toEqual([
      { number: 1, state: 'open' },
    ]);
    await story.end();
  }, 300_000);
});

import type { SchemaCase } from '../filled.js';

/** Tables that not every row fits. */
export const schemas: SchemaCase[] = [
  { title: 'a table of nothing but numbers', sql: 'create table t (id int auto_increment primary key)' },
  {
    title: 'every type',
    sql: `create table t (${[
      'tinyint',
      'tinyint(1)',
      'tinyint unsigned',
      'boolean',
      'smallint',
      'mediumint',
      'int',
      'int unsigned',
      'bigint',
      'bigint unsigned',
      'decimal',
      'decimal(10,2)',
      'decimal(4,4) unsigned',
      'float',
      'float(7,2)',
      'double',
      'double unsigned',
      'real',
      'bit',
      'bit(5)',
      'char',
      'char(5)',
      'varchar(1)',
      'varchar(255)',
      'varchar(300) character set latin1',
      'tinytext',
      'text',
      'mediumtext',
      'longtext',
      'json',
      'binary(1)',
      'binary(16)',
      'varbinary(3)',
      'tinyblob',
      'blob',
      'longblob',
      "enum('a','it''s','c, d')",
      "set('a','b','c')",
      'date',
      'datetime',
      'datetime(3)',
      'timestamp',
      'time',
      'time(6)',
      'year',
      'point',
      'geometry',
    ]
      .map((type, at) => `c${at} ${type} not null, n${at} ${type} null`)
      .join(', ')})`,
  },
  {
    title: 'generated columns, defaults, ON UPDATE',
    sql: `create table t (id varchar(36) primary key default (uuid()), a int not null, b int generated always as (a * 2) stored, c int as (a + 1) virtual,
      d timestamp not null default current_timestamp on update current_timestamp)`,
  },
  {
    title: 'primary keys and uniques of several columns, of prefixes, one value',
    sql: `create table t (a int, b varchar(10), c tinyint(1), primary key (a, b, c), unique (c, b)); create table u (a text not null, unique (a(1)));
      create table v (a enum('only') primary key)`,
    counts: { v: 1 },
  },
  {
    title: 'foreign keys: chains, of several columns, to the same table',
    sql: `create table tenants (id varchar(255) primary key);
      create table users (id int auto_increment, tenant varchar(255) not null, boss int, primary key (tenant, id), key (id), foreign key (tenant) references tenants (id), foreign key (tenant, boss) references users (tenant, id));
      create table posts (id serial primary key, author int, tenant varchar(255) not null, foreign key (tenant, author) references users (tenant, id));
      create table tags (name varchar(20) primary key);
      create table post_tags (post bigint unsigned not null, tag varchar(20) not null, primary key (post, tag), foreign key (post) references posts (id) on delete cascade, foreign key (tag) references tags (name));
      create table tree (id char(3) primary key, parent char(3), foreign key (parent) references tree (id));
      create table numbered_tree (id int auto_increment primary key, parent int, foreign key (parent) references numbered_tree (id))`,
  },
  {
    title: 'foreign keys in a circle',
    sql: `create table a (id int primary key, b int); create table b (id int primary key, a int not null, foreign key (a) references a (id));
      alter table a add foreign key (b) references b (id);
      create table x (id int auto_increment primary key, y int not null); create table y (id int primary key, x int not null, foreign key (x) references x (id));
      alter table x add foreign key (y) references y (id);
      create table me (id int auto_increment primary key, me int not null, foreign key (me) references me (id))`,
  },
  {
    title: 'checks',
    sql: `create table t (a int check (a > 100), b int not null check (b between 3 and 4), c varchar(10) check (c in ('x', 'y')), d varchar(30) check (char_length(d) = 17),
      e varchar(30) not null check (e like 'pre\\_%'), f longtext check (json_valid(f)), g decimal(5,2) check (g >= 0 and g < 0.5), h int not null, i int not null, check (i > h),
      j int, k int, constraint one check ((j is null) <> (k is null)))`,
  },
  {
    title: 'a trigger that refuses; a child of a table that takes no rows; a view',
    sql: `create table no (id int primary key); create trigger refuse before insert on no for each row signal sqlstate '45000' set message_text = 'not today';
      create table child (id int primary key, no int not null, foreign key (no) references no (id)); create view v as select * from child`,
    empty: { no: /not today/, child: /its foreign key \(no\) finds no row in no/ },
  },
  {
    title: 'names that need quotes',
    sql: `create table \`select\` (\`from\` int primary key, \`o'clock\` text, \`a \`\`b\` varchar(10) check (\`a \`\`b\` <> ''));
      create table \`to.table\` (\`a b\` int not null, \`order\` varchar(9) not null default 'x' unique, foreign key (\`a b\`) references \`select\` (\`from\`))`,
  },
];

// Walks MySQL migrations on a server: up, down, compare the schema with the one before, up again.
//
//   LOCKSTEP_PROOF_URL=mysql://… node --import tsx bench/rollback-mysql.mjs FOLDER [NAME] [--direct | --snapshots] [--list]
//
// FOLDER holds a manifest.json ({ histories: [{ name, path, dialect }] }). The down of a migration is the file beside
// it; one with the line "-- Reversible: no" counts as none. --direct finds the inverse without files, --snapshots by the
// snapshot of the migration before alone.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

const [folder = '.', filter = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const bySnapshots = process.argv.includes('--snapshots');
const isDirect = bySnapshots || process.argv.includes('--direct');
const list = process.argv.includes('--list');
const url = new URL(process.env.LOCKSTEP_PROOF_URL ?? 'mysql://root@127.0.0.1:3306');
url.pathname = '';

/** @typedef {{ tag: string, up: string | null, down: string, snapshot: Record<string, unknown> | null }} Migration */

/** @param {string} path @returns {string | null} */
const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
/** @param {string | null} text @returns {Record<string, unknown> | null} */
const jsonOf = (text) => (text === null ? null : JSON.parse(text.replace(/^\uFEFF/, '')));

/** @param {string} at @returns {Migration[]} */
function readHistory(at) {
  const journal = textOf(join(at, 'meta/_journal.json'));
  if (journal !== null) {
    return JSON.parse(journal).entries.map((/** @type {{ tag: string }} */ { tag }) => ({
      tag,
      up: textOf(join(at, `${tag}.sql`)),
      down: join(at, `${tag}.down.sql`),
      snapshot: jsonOf(textOf(join(at, 'meta', `${tag.split('_')[0]}_snapshot.json`))),
    }));
  }
  const folders = readdirSync(at).sort();
  return folders
    .filter((tag) => existsSync(join(at, tag, 'migration.sql')))
    .map((tag) => ({
      tag,
      up: textOf(join(at, tag, 'migration.sql')),
      down: join(at, tag, 'down.sql'),
      snapshot: jsonOf(textOf(join(at, tag, 'snapshot.json'))),
    }));
}

const connection = await createConnection({ uri: url.href, multipleStatements: true });
let database = '';

async function freshDatabase() {
  if (database !== '') await connection.query(`drop database ${database}`);
  database = `lockstep_walk_${randomBytes(5).toString('hex')}`;
  await connection.query(`create database ${database} character set utf8mb4; use ${database}`);
}

/** @param {string} sql @returns {Promise<string | null>} what the server refused */
async function run(sql) {
  try {
    for (const piece of sql.split('--> statement-breakpoint')) if (piece.trim() !== '') await connection.query(piece);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** What is looked at, each with what it is found by. Nothing of src reads it: this is the second opinion. */
const views = {
  tables: `select table_name, engine, table_collation, table_comment, create_options from tables
    where table_schema = database() and table_type = 'BASE TABLE'`,
  columns: `select table_name, column_name, column_type, is_nullable, column_default, extra, collation_name,
    column_comment, generation_expression from columns where table_schema = database()`,
  indexes: `select table_name, index_name, non_unique, seq_in_index, column_name, sub_part, collation, index_type,
    index_comment from statistics where table_schema = database()`,
  keys: `select k.table_name, if(k.constraint_name regexp '_ibfk_[0-9]+$', '', k.constraint_name) as name,
    k.column_name, k.ordinal_position, k.referenced_table_name, k.referenced_column_name, r.delete_rule, r.update_rule
    from key_column_usage k join referential_constraints r on r.constraint_schema = k.constraint_schema
    and r.constraint_name = k.constraint_name and r.table_name = k.table_name where k.table_schema = database()`,
  checks:
    'select table_name, constraint_name, check_clause from check_constraints where constraint_schema = database()',
  views: `select table_name, replace(view_definition, concat('\`', database(), '\`.'), '') as definition, check_option,
    security_type from views where table_schema = database()`,
  triggers: `select trigger_name, event_object_table, action_timing, event_manipulation, action_statement from triggers
    where trigger_schema = database()`,
  routines: 'select routine_name, routine_type, routine_definition from routines where routine_schema = database()',
};

/** @returns {Promise<Set<string>>} */
async function fingerprint() {
  const facts = new Set();
  for (const [kind, query] of Object.entries(views)) {
    const [rows] = await connection.query(query.replace(/\b(from|join) (\w+)/g, '$1 information_schema.$2'));
    for (const row of Array.isArray(rows) ? rows : []) facts.add(`${kind} ${JSON.stringify(Object.values(row))}`);
  }
  return facts;
}

/** @param {Set<string>} before @param {Set<string>} after @returns {string[]} */
function differences(before, after) {
  const missing = [...before].filter((fact) => !after.has(fact)).map((fact) => `- ${fact}`);
  return [...missing, ...[...after].filter((fact) => !before.has(fact)).map((fact) => `+ ${fact}`)];
}

/** @param {string} file @returns {string | null} */
function downIn(file) {
  const text = textOf(file);
  return text === null || /^-- Reversible: no\b/m.test(text) ? null : text;
}

/** @returns {Promise<{ of(migration: Migration): Promise<string | null>, applied(migration: Migration): Promise<void> }>} */
async function downs() {
  if (!isDirect) return { of: async ({ down }) => downIn(down), applied: async () => {} };
  const { parseOperations } = await import('../src/sql/parse-operations.ts');
  const { nextModel } = await import('../src/rollback/mysql/next.ts');
  const { inverse } = await import('../src/rollback/mysql/inverse.ts');
  const { emptyModel } = await import('../src/rollback/mysql/model.ts');
  const { fromSnapshot } = await import('../src/rollback/mysql/snapshot.ts');
  let model = emptyModel;
  return {
    async of({ up }) {
      const { statements, impossible } = inverse(model, await parseOperations('mysql', up ?? ''));
      if (impossible.length > 0 && list) console.log(`    ${impossible.join('\n    ')}`);
      return impossible.length > 0 ? null : statements.join('--> statement-breakpoint\n');
    },
    async applied({ up, snapshot }) {
      if (bySnapshots && snapshot !== null) {
        model = fromSnapshot(snapshot);
        return;
      }
      model = await nextModel(model, await parseOperations('mysql', up ?? ''), async () => snapshot);
    },
  };
}

const { histories } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const table = [];
try {
  for (const { name, path, dialect } of histories) {
    if (dialect !== 'mysql' || !name.includes(filter)) continue;
    const counts = { m: 0, up: 0, none: 0, down: 0, differs: 0, exact: 0, reup: 0 };
    const finder = await downs();
    /** @type {string[]} */
    const applied = [];
    await freshDatabase();
    const rebuild = async () => {
      await freshDatabase();
      for (const sql of applied) await run(sql);
    };
    /** @param {string} kind @param {Migration} migration @param {string} why */
    const note = (kind, migration, why) => {
      if (list) console.log(`  ${kind} ${migration.tag}: ${why.slice(0, 600)}`);
    };
    for (const migration of readHistory(join(folder, path))) {
      counts.m++;
      const before = await fingerprint();
      const failed = migration.up === null ? 'its file is missing' : await run(migration.up);
      if (migration.up === null || failed !== null) {
        counts.up++;
        note('up', migration, failed ?? '');
        // The server cannot take a part of a migration back.
        await rebuild();
        continue;
      }
      applied.push(migration.up);
      const after = await fingerprint();
      const down = await finder.of(migration);
      if (down === null) {
        counts.none++;
        note('none', migration, '');
      } else {
        const refused = await run(down);
        const left = refused === null ? differences(before, await fingerprint()) : [];
        if (refused !== null) counts.down++;
        else if (left.length > 0) counts.differs++;
        else counts.exact++;
        if (refused !== null || left.length > 0) {
          note('down', migration, refused ?? left.join('\n    '));
          await rebuild();
        } else {
          const again = (await run(migration.up)) ?? differences(after, await fingerprint()).join('\n    ');
          if (again !== '') {
            counts.reup++;
            note('reup', migration, again);
            await rebuild();
          }
        }
      }
      await finder.applied(migration);
    }
    const ran = counts.m - counts.up;
    table.push({
      history: name,
      ...counts,
      'exact %': ran === 0 ? null : Math.round((1000 * counts.exact) / ran) / 10,
    });
  }
} finally {
  if (database !== '') await connection.query(`drop database if exists ${database}`);
  await connection.end();
}
console.table(table);

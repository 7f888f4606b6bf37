import { type Catalog, type CatalogObject, type Fact, keyOf } from '../../database/catalog.js';
import type { IndexPart } from '../../sql/operation.js';
import { type Column, plainColumn, type ReferentialAction } from '../../sql/table-parts.js';
import { isMadeFor } from './foreign-keys.js';
import { wholeColumn } from './keys.js';
import type { Model, ModelForeignKey, ModelIndex, ModelTable, ModelView } from './model.js';

/** Gives what has the same key in several catalogs the same id: it is the same object. */
export type Ids = (key: string) => number;

export function newIds(): Ids {
  const known = new Map<string, number>();
  return (key) => {
    const id = known.get(key) ?? known.size + 1;
    known.set(key, id);
    return id;
  };
}

/**
 * The schema of a live server's catalog (seen on MariaDB 10.11; MySQL 8 writes text defaults without quotes). Triggers,
 * routines and full-text indexes are not in it.
 */
export function fromCatalog(catalog: Catalog, ids: Ids): Model {
  const objects = [...catalog.values()];
  const tables = new Map<string, ModelTable>();
  const views = new Map<string, ModelView>();
  for (const object of objects) {
    if (object.kind === 'table') tables.set(object.name, tableOf(object, objects, ids));
    if (object.kind === 'view') views.set(object.name, viewOf(object, ids));
  }
  return { tables, views, lastId: 0 };
}

/** Of indexes, besides the usual one. */
const otherMethods = ['hash', 'fulltext', 'spatial'];

function tableOf(table: CatalogObject, objects: CatalogObject[], ids: Ids): ModelTable {
  const own = objects.filter((object) => object.table === table.name);
  const of = (kind: string): CatalogObject[] => own.filter((object) => object.kind === kind);
  const isJson = (name: string): boolean =>
    of('check').some((check) => check.name === name && check.facts.definition === `json_valid(\`${name}\`)`);
  const foreignKeys = of('foreign key').map((key) => foreignKeyOf(key, ids));
  const indexes = of('index')
    .filter(({ facts }) => ['btree', ...otherMethods].includes(String(facts.method)))
    .map((index) => indexOf(index, ids));
  const [primaryKey] = of('primary key').map((key) => ({ ...indexOf(key, ids), name: 'PRIMARY', unique: true }));
  return {
    id: ids(keyOf(table)),
    schema: null,
    table: table.name,
    columns: of('column')
      .sort((a, b) => Number(a.besides.position) - Number(b.besides.position))
      .map((column) => ({ id: ids(keyOf(column)), definition: columnOf(column, isJson(column.name)) })),
    primaryKey: primaryKey ?? null,
    indexes: indexes.map((index) => ({
      ...index,
      isGenerated: !index.unique && foreignKeys.some((key) => isMadeFor(index, key)),
    })),
    foreignKeys,
    // MariaDB adds it to a json column by itself.
    checks: of('check')
      .filter((check) => !isJson(check.name))
      .map((check) => ({
        id: ids(keyOf(check)),
        name: String(check.besides.name ?? check.name),
        expression: String(check.facts.definition),
      })),
    options: optionsOf(table.facts),
    isPartial: false,
    doubt: null,
  };
}

function columnOf({ name, facts }: CatalogObject, isJson: boolean): Column {
  const extra = text(facts.extra) ?? '';
  const [, expression, storage] = /^(.*) (stored|virtual)$/s.exec(text(facts.generated) ?? '') ?? [];
  return {
    ...plainColumn(name, isJson ? 'json' : String(facts.type)),
    notNull: facts['not null'] === true,
    default: expression === undefined ? defaultOf(text(facts.default)) : null,
    autoIncrement: extra.includes('auto_increment'),
    generated: expression === undefined ? null : { expression, stored: storage === 'stored' },
    collation: isJson ? null : text(facts.collation),
    onUpdate: /on update (.+)$/.exec(extra)?.[1] ?? null,
    comment: text(facts.comment) === null ? null : literal(String(facts.comment)),
  };
}

/** MariaDB says an expression, MySQL the text itself. */
function defaultOf(value: string | null): string | null {
  if (value === null || /^(?:'|-?\d+(?:\.\d+)?$|[bx]'|current_timestamp|NULL$|\(|\w+\()/i.test(value)) return value;
  return literal(value);
}

function indexOf(index: CatalogObject, ids: Ids): ModelIndex {
  const columns = Array.isArray(index.facts.columns) ? index.facts.columns : [];
  return {
    id: ids(keyOf(index)),
    name: index.name,
    unique: index.facts.unique === true,
    method: otherMethods.find((method) => method === index.facts.method) ?? null,
    parts: columns.map(partOf),
    isGenerated: false,
  };
}

/** `name`, `name(10) desc`, `(lower(name))`, as the catalog has them. */
function partOf(part: string): IndexPart {
  if (part.startsWith('(')) return { column: null, text: part };
  const [, column = part, suffix = ''] = /^(.*?)(\(\d+\)(?: desc)?| desc)?$/.exec(part) ?? [];
  return { ...wholeColumn(column), text: `\`${column}\`${suffix}` };
}

function foreignKeyOf(key: CatalogObject, ids: Ids): ModelForeignKey {
  const [, target = '', columns = ''] = /^(.*) \((.*)\)$/.exec(String(key.facts.references)) ?? [];
  const name = String(key.besides.name ?? key.name);
  return {
    id: ids(keyOf(key)),
    name,
    isUnnamed: name !== key.name,
    columns: Array.isArray(key.facts.columns) ? key.facts.columns : [],
    references: { schema: null, table: target, columns: columns.split(', ') },
    onDelete: actionOf(key.facts['on delete']),
    onUpdate: actionOf(key.facts['on update']),
  };
}

const actions: ReferentialAction[] = ['cascade', 'set null', 'set default'];

/** What the server does anyway is not said. */
function actionOf(fact: Fact | undefined): ReferentialAction | null {
  return actions.find((action) => action === fact) ?? null;
}

function viewOf(view: CatalogObject, ids: Ids): ModelView {
  const check = text(view.facts['check option']);
  return {
    id: ids(keyOf(view)),
    schema: null,
    name: view.name,
    head: `CREATE SQL SECURITY ${text(view.facts.security) ?? 'DEFINER'} VIEW`,
    tail: ` AS ${String(view.facts.definition)}${check === null || check === 'NONE' ? '' : ` WITH ${check} CHECK OPTION`}`,
    reads: [],
  };
}

function optionsOf({ engine, collation, comment }: CatalogObject['facts']): string {
  return [
    ...(text(engine) === null ? [] : [`ENGINE=${text(engine)}`]),
    ...(text(collation) === null ? [] : [`COLLATE=${text(collation)}`]),
    ...(text(comment) === null ? [] : [`COMMENT=${literal(String(comment))}`]),
  ].join(' ');
}

function text(fact: Fact | undefined): string | null {
  return typeof fact === 'string' && fact !== '' ? fact : null;
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

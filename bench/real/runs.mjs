// What bench/edits.mjs types into each project, and what the schema has to be afterwards.
import { propertiesOf } from '../../src/schema/source/index.ts';

/**
 * @typedef {Record<string, string>} Parts
 * @typedef {object} Run
 * @property {string} generator
 * @property {string} typed
 * @property {Record<string, unknown>} answers
 * @property {boolean} adds it only adds: all that was there is there
 * @property {(before: Parts, after: Parts) => string | null} judge
 */

/** @returns {Generator<Run>} */
export function* runsOf({ source, tables, dialect, context, most }) {
  const number = dialect === 'postgresql' || dialect === 'sqlite' ? 'integer' : 'int';
  for (const found of someOf(tables, most)) {
    const { table, name } = found;
    if (table.exportName === null) continue;
    const typed = `${table.path}:${table.exportName}`;
    const other = tables[(tables.indexOf(found) + 1) % tables.length];
    const otherName = other.table.exportName;
    const columns = (fields) => ({
      generator: 'column',
      typed: `${typed} ${fields.join(' ')}`,
      answers: { table: typed, fields },
      adds: true,
      judge: onlyAdds(name, fields.length),
    });
    yield columns(['bench_note:text:required:default=none']);
    yield columns(['bench_slug:string:100:unique', `bench_rank:${number}:index`]);
    yield columns(['bench_state:enum:open,done:required:default=open', 'bench_seen_at:timestamp:default=now']);
    if (otherName) yield columns([`bench_other:references:${other.name}:cascade`]);
    yield {
      generator: 'table',
      typed: `bench_items owner:references:${name} title:string!`,
      answers: { name: 'bench_items', fields: [`owner:references:${name}`, 'title:string!', 'state:enum:open,done'] },
      adds: true,
      judge: onlyAdds('bench_?items', null),
    };
    const properties = propertiesOf(table, found.file, source, context).map(({ property }) => property);
    const [first, second = first] = properties;
    if (first === undefined) continue;
    const pair = [...new Set([properties.at(-1), second])];
    yield {
      generator: 'index',
      typed: `${typed} ${pair.join(' ')}`,
      answers: { table: typed, columns: pair, name: 'bench_index' },
      adds: true,
      judge: onlyAdds(name, 0),
    };
    yield {
      generator: 'constraint',
      typed: `${typed} unique ${pair.join(' ')}`,
      answers: { table: typed, kind: 'unique', columns: pair, name: 'bench_unique' },
      adds: true,
      judge: onlyAdds(name, 0),
    };
    yield {
      generator: 'constraint',
      typed: `${typed} check "${first} is not null"`,
      answers: { table: typed, kind: 'check', columns: [], expression: `${first} is not null`, name: 'bench_check' },
      adds: true,
      judge: onlyAdds(name, 0),
    };
    for (const property of someOf(properties, 3)) {
      yield {
        generator: 'drop-column',
        typed: `${typed} ${property}`,
        answers: { table: typed, column: property },
        adds: false,
        judge: onlyDrops(name),
      };
      const both = properties.indexOf(property) > 0;
      yield {
        generator: 'rename-column',
        typed: `${typed} ${property} bench_renamed${both ? ' --property' : ''}`,
        answers: { table: typed, column: property, to: 'bench_renamed', property: both },
        adds: false,
        judge: onlyRenames('columns'),
      };
    }
    yield {
      generator: 'rename-table',
      typed: `${typed} bench_renamed --export`,
      answers: { table: typed, to: 'bench_renamed', export: true },
      adds: false,
      judge: onlyRenames('tables'),
    };
  }
  yield {
    generator: 'enum',
    typed: 'bench_mood good bad',
    answers: { name: 'bench_mood', values: ['good', 'bad'] },
    adds: true,
    judge: onlyAdds('bench_?mood', 0),
  };
  for (const { name, exportName, path } of source.enums) {
    if (exportName === null) continue;
    yield {
      generator: 'enum',
      typed: `${name} --add bench_value`,
      answers: { name: `${path}:${exportName}`.slice(path.length + 1), values: [], add: 'bench_value' },
      adds: true,
      judge: (before, after) => {
        const { added, removed, changed } = difference(before, after);
        const wrong = [...added, ...removed, ...changed.filter((part) => !part.startsWith('enums/'))];
        if (wrong.length > 0) return `also changes ${wrong.join(', ')}`;
        return changed.length === 1 ? null : 'changes nothing';
      },
    };
  }
}

/** As many, spread over the list. */
const someOf = (list, count) => list.filter((_, at) => at % Math.ceil(list.length / count) === 0);

/** @param {Parts} before @param {Parts} after */
function difference(before, after) {
  return {
    added: Object.keys(after).filter((part) => !(part in before)),
    removed: Object.keys(before).filter((part) => !(part in after)),
    changed: Object.keys(after).filter((part) => part in before && before[part] !== after[part]),
  };
}

/** What a part is one of: a table, a column, an index. @param {string} part */
export function collectionOf(part) {
  const [first, , third, fourth] = part.split('/');
  return first === 'tables' && fourth !== undefined ? third : first;
}

/** Everything that was there is there as it was; what is new belongs to this table, or is an enum. */
function onlyAdds(table, columns) {
  const own = new RegExp(`(?:^|[/.])\\w*${table}\\w*(?:/|$)`, 'i');
  return (before, after) => {
    const { added, removed, changed } = difference(before, after);
    if (removed.length > 0) return `removes ${removed.join(', ')}`;
    if (changed.length > 0) return `changes ${changed.join(', ')}`;
    if (added.length === 0) return 'adds nothing';
    const foreign = added.filter((part) => !own.test(part) && !part.startsWith('enums/'));
    if (foreign.length > 0) return `also adds ${foreign.join(', ')}`;
    const count = added.filter((part) => collectionOf(part) === 'columns').length;
    return columns === null || count === columns ? null : `adds ${count} columns: ${added.join(', ')}`;
  };
}

function onlyDrops(table) {
  return (before, after) => {
    const { added, removed, changed } = difference(before, after);
    if (added.length > 0) return `adds ${added.join(', ')}`;
    if (changed.length > 0) return `changes ${changed.join(', ')}`;
    const columns = removed.filter((part) => collectionOf(part) === 'columns');
    if (columns.length !== 1) return `removes ${columns.length} columns: ${removed.join(', ')}`;
    return removed.every((part) => part.includes(table)) ? null : `also removes ${removed.join(', ')}`;
  };
}

/** One of these is called otherwise; there are as many of everything as before. */
function onlyRenames(collection) {
  return (before, after) => {
    const { added, removed } = difference(before, after);
    const count = (parts, wanted) => parts.filter((part) => collectionOf(part) === wanted).length;
    const kinds = new Set([...added, ...removed].map(collectionOf));
    for (const kind of kinds) {
      const [more, less] = [count(added, kind), count(removed, kind)];
      if (more !== less) return `adds ${more} and removes ${less} ${kind}: ${added.join(', ')}; ${removed.join(', ')}`;
    }
    const renamed = count(added, collection);
    return renamed === 1 ? null : `renames ${renamed} ${collection}: ${[...added, ...removed].join(', ')}`;
  };
}

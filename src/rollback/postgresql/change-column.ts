import { type CatalogObject, type Fact, keyOf } from '../../database/catalog.js';
import { identityOf, identityText, setvalText } from './columns.js';
import { type Dependent, dependentsOf } from './dependents.js';
import { ofTable } from './drop-text.js';
import { stepsToMake } from './make.js';
import { grants } from './privileges.js';
import { atomically, refusals, run, type Script } from './script.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { make, setDefault, takeOff } from './take-off.js';
import { identifier, listOf, textOf, typeText } from './text.js';

/** What makes a column as it was: `changed` are the names of the facts that differ. */
export function changeColumn(script: Script, column: CatalogObject, changed: Set<string>): Step[] {
  const before = script.before.get(keyOf(column));
  if (before === undefined) return [];
  const privileges = grants(before, listOf(before.facts.privileges), listOf(column.facts.privileges));
  const settings = privileges.length === 0 ? [] : [statementsStep(ranks.privileges, privileges)];
  const wasGenerated = textOf(before.facts.generated) !== null;
  if (changed.has('generated') && (wasGenerated || textOf(column.facts.generated)?.endsWith(' stored') !== true)) {
    // Computed anew from the row.
    return [{ rank: ranks.changeType, take: (work) => replaceColumn(work, before) }];
  }
  return [
    ...(changed.has('generated') ? [alter(ranks.dropDefault, before, 'DROP EXPRESSION')] : []),
    ...(changed.has('type') || changed.has('collation')
      ? [{ rank: ranks.changeType, take: (work: Script) => changeType(work, before) }]
      : []),
    ...(changed.has('not null')
      ? [alter(ranks.changeNullness, before, before.facts['not null'] === true ? 'SET NOT NULL' : 'DROP NOT NULL')]
      : []),
    ...(changed.has('default') ? defaultSteps(before, column.facts, changed) : []),
    // The sequence of an identity follows the type of its column.
    ...(changed.has('identity') && !changed.has('type') ? identitySteps(before, column.facts.identity) : []),
    ...settings,
  ];
}

function alter(rank: number, { schema, table, name }: CatalogObject, action: string): Step {
  return statementsStep(rank, [ofTable({ schema, table }, `ALTER COLUMN ${identifier(name)} ${action}`)]);
}

function defaultSteps(before: CatalogObject, now: Record<string, Fact>, changed: Set<string>): Step[] {
  const wanted = textOf(before.facts.default);
  const isCleared = textOf(now.default) !== null && (wanted === null || changed.has('type'));
  return [
    ...(isCleared ? [alter(ranks.dropDefault, before, 'DROP DEFAULT')] : []),
    ...(wanted === null ? [] : [setDefault(asDependent(before), wanted, textOf(before.facts.type) ?? '')]),
  ];
}

function asDependent({ kind, schema, table, name }: CatalogObject): Dependent {
  return { kind, schema, table, name };
}

function identitySteps(before: CatalogObject, found: Fact | undefined): Step[] {
  const fact = textOf(before.facts.identity);
  const wanted = identityOf(fact);
  const current = identityOf(textOf(found));
  if (wanted === null || fact === null) return [alter(ranks.dropIdentity, before, 'DROP IDENTITY')];
  if (current === null) {
    const start = /START WITH (-?\d+)/.exec(wanted.options)?.[1] ?? '1';
    const increment = /INCREMENT BY (-?\d+)/.exec(wanted.options)?.[1] ?? '1';
    return [
      alter(ranks.makeIdentity, before, `ADD ${identityText(fact)}`),
      statementsStep(ranks.ownSequence, [setvalText(before, wanted.sequence, start, increment)]),
    ];
  }
  const actions = [
    ...(current.mode === wanted.mode ? [] : [`SET GENERATED ${wanted.mode}`]),
    ...(current.options === wanted.options
      ? []
      : wanted.options
          .replace(/ CYCLE$/, '')
          .split(/ (?=[A-Z]+ (?:BY|WITH) |MINVALUE|MAXVALUE|CACHE)/)
          .map((option) => `SET ${option}`)),
    ...(current.options.endsWith(' CYCLE') === wanted.options.endsWith(' CYCLE')
      ? []
      : [wanted.options.endsWith(' CYCLE') ? 'SET CYCLE' : 'SET NO CYCLE']),
  ];
  const rename =
    current.sequence === wanted.sequence
      ? []
      : [
          statementsStep(ranks.makeIdentity, [
            `ALTER SEQUENCE ${current.sequence} RENAME TO ${lastName(wanted.sequence)};`,
          ]),
        ];
  return [...(actions.length === 0 ? [] : [alter(ranks.makeIdentity, before, actions.join(' '))]), ...rename];
}

function lastName(qualified: string): string {
  return /(?:"(?:[^"]|"")*"|[^."]+)$/.exec(qualified)?.[0] ?? qualified;
}

/** Off and made anew: where its values are computed, or nothing makes the old ones of them. */
async function replaceColumn(script: Script, before: CatalogObject): Promise<boolean> {
  return atomically(script, async () => {
    const { schema, table, name, facts } = before;
    const drop = ofTable(before, `DROP COLUMN ${identifier(name)}`);
    const failure = await run(script, [drop]);
    if (failure !== null) {
      if (!refusals.dependents.has(failure.code)) return false;
      for (const dependent of await dependentsOf(script.engine, before)) {
        if (isOwnKey(dependent, before)) continue;
        if (!(await takeOff(script, dependent))) return false;
      }
      if ((await run(script, [drop])) !== null) return false;
    }
    script.gone.add(keyOf(before));
    // Keys and indexes went with it.
    for (const object of script.before.values()) {
      const isOnIt = listOf(object.besides.columns).includes(name) || object.kind === 'index';
      if (object.table === table && object.schema === schema && isOnIt && object.kind !== 'column') {
        if (!(await isThere(script, object))) make(script, object);
      }
    }
    script.scheduled.add(keyOf(before));
    script.pending.push(...stepsToMake(script, before));
    const isComputed = [facts.generated, facts.identity, facts.default].some((fact) => textOf(fact) !== null);
    if (facts['not null'] !== true && !isComputed)
      script.filled.push({ schema, table: table ?? '', column: name, value: 'NULL' });
    return true;
  });
}

async function isThere(script: Script, { kind, schema, table, name }: CatalogObject): Promise<boolean> {
  const quoted = (text: string | null): string => `'${(text ?? 'public').replaceAll("'", "''")}'`;
  const relation = `select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${quoted(schema)}`;
  const rows = await script.engine.query(
    kind === 'index'
      ? `${relation} and c.relname = ${quoted(name)}`
      : `select from pg_constraint where conname = ${quoted(name)} and conrelid in (${relation} and c.relname = ${quoted(table)})`,
  );
  return rows.length > 0;
}

function isOwnKey({ kind, schema, table }: Dependent, column: CatalogObject): boolean {
  const isOwn = schema === column.schema && table === column.table;
  return (
    isOwn &&
    [
      'index',
      'check',
      'unique',
      'primary key',
      'exclusion constraint',
      'foreign key',
      'default',
      'statistics',
    ].includes(kind)
  );
}

/** Back to the type before, with its values. */
async function changeType(script: Script, before: CatalogObject): Promise<boolean> {
  const type = `${typeText(textOf(before.facts.type) ?? '')}${collationText(before)}`;
  const column = identifier(before.name);
  const now = script.now.get(keyOf(before));
  const cast = typeText(textOf(before.facts.type) ?? '');
  const using = [
    '',
    ` USING ${column}::${cast}`,
    ...(isByText(script, before, now) ? [` USING ${column}::text::${cast}`] : []),
  ];
  return atomically(script, async () => {
    const done = new Set<string>();
    for (;;) {
      let code = '';
      for (const expression of using) {
        const failure = await run(script, [
          ofTable(before, `ALTER COLUMN ${column} SET DATA TYPE ${type}${expression}`),
        ]);
        if (failure === null) return true;
        code = failure.code;
        if (!refusals.mismatch.has(code)) break;
      }
      const way = refusals.dependents.has(code) ? 'dependents' : refusals.mismatch.has(code) ? nextWay(done) : null;
      if (way === null || done.has(way))
        return code === refusals.noCast || done.has('keys') ? replaceColumn(script, before) : false;
      done.add(way);
      if (way === 'default') {
        if (
          textOf(now?.facts.default) !== null &&
          !(await takeOff(script, { ...asDependent(before), kind: 'default' }))
        )
          return false;
        continue;
      }
      const kinds = way === 'keys' ? keys : watchers;
      const dependents = (await dependentsOf(script.engine, before, { andOwn: true })).filter(({ kind }) =>
        kinds.includes(kind),
      );
      for (const dependent of dependents) if (!(await takeOff(script, dependent))) return false;
    }
  });
}

const watchers = [
  'view',
  'materialized view',
  'rule',
  'policy',
  'trigger',
  'generated',
  'function',
  'procedure',
  'statistics',
];
const keys = ['foreign key', 'check', 'index', 'exclusion constraint', ...watchers];

/** What may keep the engine from making values of the new type, one after the other. */
function nextWay(done: Set<string>): string | null {
  return ['default', 'keys'].find((way) => !done.has(way)) ?? null;
}

function collationText({ facts }: CatalogObject): string {
  return textOf(facts.collation) === null ? '' : ` COLLATE ${textOf(facts.collation)}`;
}

/** Values whose text is the same in both: labels, elements. Between others a cast by text would be made up. */
function isByText(script: Script, before: CatalogObject, now: CatalogObject | undefined): boolean {
  const types = [before, now].map((column) => textOf(column?.facts.type) ?? '');
  const areArrays = types.every((type) => type.endsWith('[]'));
  return areArrays || types.some((type) => isOwnType(script, type));
}

function isOwnType(script: Script, type: string): boolean {
  const [schema, name] = type.replace(/\[\]$/, '').split('.');
  const kinds = ['enum', 'domain', 'composite type', 'range type'];
  const catalogs = [script.before, script.now];
  return (
    schema !== undefined &&
    name !== undefined &&
    kinds.some((kind) =>
      catalogs.some((catalog) => catalog.has(keyOf({ kind, schema, table: null, name: name.replaceAll('"', '') }))),
    )
  );
}

import { type CatalogObject, keyOf } from '../../database/catalog.js';
import { columnsOfType, dependentsOf } from './dependents.js';
import { ofTable } from './drop-text.js';
import { checkParts, domainCheck, typeDefinition } from './make-object.js';
import { atomically, run, type Script } from './script.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { takeOff } from './take-off.js';
import { defaultText, identifier, listOf, literal, textOf, typeName, typeText } from './text.js';

/** What makes a type as it was: `changed` are the names of the facts that differ. */
export function changeType(script: Script, type: CatalogObject, changed: Set<string>): Step[] {
  const before = script.before.get(keyOf(type));
  if (before === undefined) return [];
  const recreate = { rank: ranks.alterType, take: (work: Script) => recreateType(work, before) };
  switch (type.kind) {
    case 'enum':
      return [onlyAdded(script, before, type) ?? recreate];
    case 'domain':
      return changed.has('type') || changed.has('collation') ? [recreate] : domainSteps(before, type, changed);
    case 'composite type':
      return compositeSteps(before, type) ?? [recreate];
    default:
      return [recreate];
  }
}

/**
 * Values that were taken away can be added. A new value cannot be used before it is committed: where a default or a
 * check that comes back names one, the type is made anew.
 */
function onlyAdded(script: Script, before: CatalogObject, now: CatalogObject): Step | null {
  const [wanted, found] = [listOf(before.facts.values), listOf(now.facts.values)];
  const missing = wanted.filter((value) => !found.includes(value));
  const kept = wanted.filter((value) => found.includes(value));
  if (missing.length === 0 || JSON.stringify(kept) !== JSON.stringify(found)) return null;
  const isUsed = [...script.before.values()].some(
    (object) =>
      JSON.stringify(object.facts) !== JSON.stringify(script.now.get(keyOf(object))?.facts) &&
      object.kind !== 'enum' &&
      missing.some((value) => Object.values(object.facts).some((fact) => textOf(fact)?.includes(literal(value)))),
  );
  if (isUsed) return null;
  const statements = missing.map((value) => {
    const next = wanted.slice(wanted.indexOf(value) + 1).find((other) => found.includes(other));
    return `ALTER TYPE ${typeName(before)} ADD VALUE ${literal(value)}${next === undefined ? '' : ` BEFORE ${literal(next)}`};`;
  });
  return statementsStep(ranks.alterType, statements);
}

function domainSteps(before: CatalogObject, now: CatalogObject, changed: Set<string>): Step[] {
  const alter = `ALTER DOMAIN ${typeName(before)}`;
  const wanted = listOf(before.facts.checks);
  const found = listOf(now.facts.checks);
  const value = textOf(before.facts.default);
  const statements = [
    ...(changed.has('default') ? [`${alter} ${value === null ? 'DROP DEFAULT' : `SET DEFAULT ${value}`};`] : []),
    ...(changed.has('not null') ? [`${alter} ${before.facts['not null'] === true ? 'SET' : 'DROP'} NOT NULL;`] : []),
    ...found
      .filter((check) => !wanted.includes(check))
      .map((check) => `${alter} DROP CONSTRAINT ${identifier(checkParts(check).name)};`),
    ...wanted.filter((check) => !found.includes(check)).map((check) => `${alter} ADD ${domainCheck(check)};`),
  ];
  return statements.map((text) => statementsStep(ranks.alterType, [text]));
}

/** Attributes that were added go, those that were the last come back; null where another order is wanted. */
function compositeSteps(before: CatalogObject, now: CatalogObject): Step[] | null {
  const alter = `ALTER TYPE ${typeName(before)}`;
  const wanted = listOf(before.facts.attributes).map(attributeParts);
  const found = listOf(now.facts.attributes).map(attributeParts);
  const kept = found.filter(({ name }) => wanted.some((attribute) => attribute.name === name));
  const isInOrder = kept.every(({ name }, at) => wanted[at]?.name === name);
  if (!isInOrder) return null;
  const statements = [
    ...found.filter((attribute) => !kept.includes(attribute)).map(({ name }) => `${alter} DROP ATTRIBUTE ${name};`),
    ...kept.flatMap(({ name, type }, at) =>
      wanted[at]?.type === type ? [] : [`${alter} ALTER ATTRIBUTE ${name} SET DATA TYPE ${wanted[at]?.type};`],
    ),
    ...wanted.slice(kept.length).map(({ name, type }) => `${alter} ADD ATTRIBUTE ${name} ${type};`),
  ];
  return statements.map((text) => statementsStep(ranks.alterType, [text]));
}

function attributeParts(fact: string): { name: string; type: string } {
  const parts = /^("(?:[^"]|"")*"|\S+) (.*)$/s.exec(fact);
  return { name: parts?.[1] ?? fact, type: parts?.[2] ?? '' };
}

/**
 * The type is made anew beside the old one, the columns go over to it by their text, and the old one goes: values that
 * are in use and that the type before does not have are refused by the engine. What else names the type is off meanwhile.
 */
async function recreateType(script: Script, before: CatalogObject): Promise<boolean> {
  return atomically(script, async () => {
    const columns = await columnsOfType(script.engine, before);
    // A composite type or a foreign table made of it: no column to alter.
    if (columns.some(({ kind }) => kind === 'c' || kind === 'f')) return false;
    const inUse = columns.map(({ schema, table, column, isArray }) => ({
      schema,
      table,
      name: column,
      isArray,
      kind: 'column',
    }));
    for (const target of [before, ...inUse]) {
      for (const dependent of await dependentsOf(script.engine, target, { andOwn: true })) {
        if (dependent.kind === 'column' || (target !== before && !isWatching(dependent.kind))) continue;
        if (dependent.kind === 'default') continue;
        if (!(await takeOff(script, dependent))) return false;
      }
    }
    const old = { schema: before.schema, name: `${before.name.slice(0, 50)}__old` };
    const statements = [`ALTER TYPE ${typeName(before)} RENAME TO ${identifier(old.name)};`, typeDefinition(before)];
    for (const { isArray, ...column } of inUse) {
      const wanted = script.before.get(keyOf(column));
      const fact = textOf(wanted?.facts.type);
      const type = fact === null ? `${typeName(before)}${isArray ? '[]' : ''}` : typeText(fact);
      const name = identifier(column.name);
      if (textOf(script.now.get(keyOf(column))?.facts.default) !== null) {
        statements.unshift(ofTable(column, `ALTER COLUMN ${name} DROP DEFAULT`));
        const value = textOf(wanted?.facts.default);
        if (value !== null) {
          statements.push(
            ofTable(column, `ALTER COLUMN ${name} SET DATA TYPE ${type} USING ${name}::text::${type}`),
            ofTable(column, `ALTER COLUMN ${name} SET DEFAULT ${defaultText(value, fact ?? '')}`),
          );
          continue;
        }
      }
      statements.push(ofTable(column, `ALTER COLUMN ${name} SET DATA TYPE ${type} USING ${name}::text::${type}`));
    }
    statements.push(`DROP ${before.kind === 'domain' ? 'DOMAIN' : 'TYPE'} ${typeName(old)};`);
    return (await run(script, statements)) === null;
  });
}

const watching = [
  'view',
  'materialized view',
  'rule',
  'policy',
  'trigger',
  'generated',
  'function',
  'procedure',
  'foreign key',
  'statistics',
];

function isWatching(kind: string): boolean {
  return watching.includes(kind);
}

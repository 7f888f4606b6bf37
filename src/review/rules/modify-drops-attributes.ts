import { shownName } from '../../sql/built/names.js';
import type { Column } from '../../sql/table-parts.js';
import { columnChanges } from '../column-changes.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const modifyDropsAttributes: ReviewRule = {
  name: 'review/modify-drops-attributes',
  severity: 'error',
  dialects: ['mysql'],
  docs: {
    what: 'MODIFY or CHANGE of a column leaves out what the column had: NOT NULL, DEFAULT, AUTO_INCREMENT, COMMENT…',
    why: 'MySQL defines the column anew: what the statement does not repeat is gone, without a word. drizzle-kit does not know comments, and not the collations of columns, so its statements take away those that were set by hand. A MODIFY that changes nothing but one such attribute is taken to mean it, and not found here.',
    bad: `-- The column was: varchar(50) NOT NULL DEFAULT 'en' COMMENT 'ISO 639'
ALTER TABLE \`users\` MODIFY COLUMN \`locale\` varchar(80);`,
    good: `ALTER TABLE \`users\` MODIFY COLUMN \`locale\` varchar(80) NOT NULL DEFAULT 'en' COMMENT 'ISO 639';`,
    accept: 'Each of the attributes is meant to go.',
  },
  check(migration) {
    return columnChanges(migration).flatMap(({ step, table, before, after }): Risk[] => {
      if (step.operation.kind !== 'modify column') return [];
      const lost = lostOf(before, after);
      const isMeant = lost.length === 1 && isSameBut(before, after);
      if (lost.length === 0 || isMeant) return [];
      const target = `${shownName('mysql', table.schema, table.table)}.${after.name}`;
      const texts = lost.map(({ text }) => text);
      return [
        {
          operation: step.operation,
          target,
          message: `${target} is defined anew without ${listed(texts)}, which it had.`,
          fix: `Add to the definition what is to stay: ${texts.join(' ')}`,
        },
      ];
    });
  },
};

type Attribute = keyof Column | 'character set';

function lostOf(before: Column, after: Column): { attribute: Attribute; text: string }[] {
  const [set, newSet] = [characterSet(before), characterSet(after)];
  const isText = newSet !== null || /char|text|enum|set/i.test(after.type);
  const had: [Attribute, boolean, string][] = [
    ['notNull', before.notNull && !after.notNull, 'NOT NULL'],
    ['default', before.default !== null && after.default === null, `DEFAULT ${before.default}`],
    ['autoIncrement', before.autoIncrement && !after.autoIncrement, 'AUTO_INCREMENT'],
    ['onUpdate', before.onUpdate !== null && after.onUpdate === null, `ON UPDATE ${before.onUpdate}`],
    ['comment', before.comment !== null && after.comment === null, `COMMENT ${before.comment}`],
    ['character set', isText && set !== null && newSet === null, `CHARACTER SET ${set}`],
    ['collation', isText && before.collation !== null && after.collation === null, `COLLATE ${before.collation}`],
    [
      'generated',
      before.generated !== null && after.generated === null,
      `GENERATED ALWAYS AS (${before.generated?.expression})`,
    ],
  ];
  return had.flatMap(([attribute, isLost, text]) => (isLost ? [{ attribute, text }] : []));
}

/** `varchar(50) CHARACTER SET latin1`: the type is as written. */
function characterSet({ type }: Column): string | null {
  return /(?:character set|charset)\s+(\S+)/i.exec(type)?.[1] ?? null;
}

/** Whether nothing else of the column changes than what is lost. */
function isSameBut(before: Column, after: Column): boolean {
  const rest = ({ type }: Column): string => type.replace(/\s*(?:character set|charset)\s+\S+/i, '').toLowerCase();
  const changed = [
    rest(before) !== rest(after),
    !before.notNull && after.notNull,
    after.default !== null && before.default !== after.default,
    !before.autoIncrement && after.autoIncrement,
    after.onUpdate !== null && before.onUpdate !== after.onUpdate,
    after.comment !== null && before.comment !== after.comment,
    after.collation !== null && before.collation !== after.collation,
    after.generated !== null && before.generated?.expression !== after.generated.expression,
  ];
  return !changed.includes(true) && before.name === after.name;
}

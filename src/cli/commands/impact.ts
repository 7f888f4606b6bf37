import { parseArgs } from 'node:util';
import { LockstepError } from '../../errors.js';
import { codeSearch } from '../../impact/code/search.js';
import { type Impact, impactOf } from '../../impact/impact.js';
import type { SchemaTables } from '../../impact/schema-tables.js';
import { shellWord } from '../../shell-word.js';
import { shownName } from '../../sql/built/names.js';
import type { Command } from '../command.js';
import { formatOf } from '../database/run.js';
import { impactText } from '../impact-text.js';
import { formerSchemas } from '../review/former.js';
import { openReview } from '../review/open.js';
import { style } from '../style.js';

const help = `Says what depends on a table or a column, before it is dropped, renamed or changed: what the database has (foreign keys both
ways, indexes, constraints, views, policies, triggers), the schema files (relations, keys, indexes), and the code that uses it.

Usage: lockstep impact TABLE[.COLUMN] [--config PATH] [--format text|json]

  TABLE[.COLUMN]   as the database names it (users.email, billing.invoices.total), or as the code does (users.fullName)
  --config PATH    the drizzle config, where there are several
  --format FORMAT  text, or json: one object on stdout

The database is read off the migrations; none is connected to. The code is asked of the project's own typescript: what refers
to the name, and what no longer compiles without the column. Code whose types are any, and other packages, are not seen.

Exit code: 0, also where nothing depends on it, or no typescript is installed; 1 the language service failed; 2 no such table
or column, or wrong usage.

Examples:
  lockstep impact users.email
  lockstep impact billing.invoices --format json
`;

export const command: Command = {
  name: 'impact',
  summary: 'Say what depends on a table or a column: in the database, the schema files and the code',
  help,
  async run(argv, io) {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { config: { type: 'string' }, format: { type: 'string', default: 'text' } },
    });
    const format = formatOf(values.format);
    const [typed, ...more] = positionals;
    if (typed === undefined || more.length > 0) {
      throw new LockstepError('lockstep impact takes the name of one table or column.', {
        fix: 'lockstep impact users, or lockstep impact users.email',
      });
    }
    const { found, history, lockstep, released } = await openReview(values.config, io);
    const { tree, project, root } = found;
    const search = codeSearch(tree, project, root, (line) => io.err(line));
    const former = (): Promise<SchemaTables[]> => formerSchemas(found, released);
    try {
      const impact = await impactOf(typed, { tree, project, history, search, former });
      const { table, column } = impact.subject;
      const name = [shownName(project.dialect, table.schema, table.name), ...(column === null ? [] : [column])].join(
        '.',
      );
      if (format === 'json') io.out(`${JSON.stringify(asJson(impact, name), null, 2)}\n`);
      else {
        const next = nextOf(impact, lockstep);
        io.out(impactText(impact, { name, next, paint: (kind, text) => style(kind, text, process.stdout) }));
      }
      return 0;
    } finally {
      await search.close();
    }
  },
};

function nextOf(
  { subject, goneWith, code, inSchema, definition }: Impact,
  lockstep: (command: string) => string,
): string {
  const { table, column } = subject;
  const isUsed = code.notSearched !== null || inSchema.length > 0 || code.places.some(({ kind }) => kind === 'use');
  if (goneWith !== null) {
    return isUsed
      ? `Release code that does without it before ${goneWith} is applied.`
      : `Read what ${goneWith} does: ${lockstep(`review ${shellWord(goneWith)}`)}`;
  }
  if (definition === null) return `The migrations have it and the schema files have not: ${lockstep('check')}`;
  const drop =
    column === null
      ? `take it out of ${definition.path} and run ${lockstep('generate')}`
      : lockstep(`new drop-column ${shellWord(shownTable(table))} ${shellWord(column)}`);
  return isUsed
    ? `To drop it, first release code that does without it; then ${drop}`
    : `Nothing was found that uses it. To drop it: ${drop}`;
}

function shownTable({ schema, name }: { schema: string | null; name: string }): string {
  return schema === null ? name : `${schema}.${name}`;
}

function asJson(
  { subject, goneWith, definition, dependents, isPartial, inSchema, code }: Impact,
  name: string,
): object {
  const uses = code.places.filter(({ kind }) => kind === 'use');
  return {
    ok: true,
    name,
    table: subject.table,
    column: subject.column,
    goneWith,
    definition,
    database: { dependents, isPartial },
    schema: inSchema,
    code: {
      typescript: code.typescript,
      notSearched: code.notSearched,
      uses: uses.length,
      files: new Set(uses.map(({ path }) => path)).size,
      places: code.places,
    },
    namedInText: code.inText,
  };
}

import type { Finding } from '../../finding.js';
import { type ProofRuleName, proofRuleNames } from '../../proof-rules.js';

/** One thing that a proof may find: what its page in docs/rules says. */
export interface ProofRule {
  name: ProofRuleName;
  /** Of most of what it finds; the settings stand above it. */
  severity: Finding['severity'];
  /** When it is another one, as a sentence for the page. */
  otherwise?: string;
  docs: {
    /** What it finds. */
    what: string;
    why: string;
    /** What it looks like. */
    example: string;
    /** The steps that mend it. */
    mend: string;
  };
}

const texts: Record<ProofRuleName, Omit<ProofRule, 'name'>> = {
  'prove/up-fails': {
    severity: 'warning',
    docs: {
      what: 'The engine does not run a migration, not even on empty tables, so that nothing can be proven of it.',
      why: 'An embedded engine has not everything that a server has: an extension, a role, a language. Or the migration never ran anywhere, and a deployment is where that would show.',
      example: `prove/up-fails  drizzle/0004_add_cron.sql:1
  0004_add_cron cannot be proven: it does not run on PGlite 0.5.16: extension "pg_cron" is not available.`,
      mend: `Where the server has what is missing, let it prove. Databases are made on it and dropped again; those that it has
are not touched:

    LOCKSTEP_PROOF_URL=postgres://USER:PASSWORD@HOST:5432/postgres lockstep prove 0004_add_cron

Some extensions are packages of PGlite: \`npm install --save-dev @electric-sql/pglite-pgvector\`. If the SQL itself is
wrong, mend it, as long as the migration was applied nowhere.`,
    },
  },
  'prove/fails-on-rows': {
    severity: 'error',
    otherwise:
      'A warning where it depends on what the rows hold: the schema allows rows that it fails on, and production may have none. `lockstep generate` says it as a warning in every case.',
    docs: {
      what: 'A migration runs on empty tables and fails on tables with rows.',
      why: 'The database of a test is empty, that of production is not: the deployment stops here.',
      example: `prove/fails-on-rows  drizzle/0002_add_currency.sql:1
  0002_add_currency runs on empty tables and fails on tables with rows: column "currency" of relation "orders" contains null values.`,
      mend: `Give a required column a default, or add it in steps: nullable first, then filled in, then \`notNull()\`.

    lockstep generate --custom --name fill_currency

A unique index, a check or a foreign key that rows may contradict: bring the rows in order first, in this migration or in
one before it.`,
    },
  },
  'prove/rows-lost': {
    severity: 'error',
    docs: {
      what: 'Rows are gone after a migration, or after its down, although its SQL neither deletes rows nor drops their table.',
      why: "On SQLite drizzle-kit changes most of a column by rebuilding its table. Inside a transaction, which drizzle's migrators open (that for libSQL turns foreign keys off before), SQLite ignores `PRAGMA foreign_keys=OFF`: dropping the old table then empties the tables that refer to it with ON DELETE CASCADE, without an error.",
      example: `prove/rows-lost  drizzle/0001_email_optional.sql:1
  0001_email_optional takes rows from orders without saying so: 3 before, 1 after (rebuilding users drops it with its rows, and ON DELETE CASCADE of (user_id) passes it on). drizzle's migrator runs it inside a transaction, where SQLite ignores PRAGMA foreign_keys=OFF.`,
      mend: `Change the column without a rebuild, in a migration of your own: \`lockstep generate --custom\` and in it
\`ALTER TABLE … ADD COLUMN\`, \`UPDATE\`, \`DROP COLUMN\`. Or apply the migration with \`lockstep migrate\`, which turns
foreign keys off before the transaction begins.

Where a copy leaves rows out on purpose, delete them by a statement of their own, so that it can be read.`,
    },
  },
  'prove/values-changed': {
    severity: 'error',
    docs: {
      what: 'Values of rows are others after a migration, or after its down, although no statement of it says so.',
      why: 'A rebuild that copies the wrong column, or a conversion that rounds, runs without an error and is noticed when it is too late.',
      example: `prove/values-changed  drizzle/0002_rebuild_orders.sql:1
  0002_rebuild_orders changes orders.total without saying so: 5000000000 → 0.`,
      mend: `Copy the values as they are. If they are to change, change them by an \`UPDATE\` of its own, so that it can be read;
the down file then says that they are lost, and has a place for what brings them back.`,
    },
  },
  'prove/down-fails': {
    severity: 'error',
    otherwise:
      'A warning where the down file says `structure only` and only rows stop it: what they need was lost with the migration.',
    docs: {
      what: 'A down file does not run after its migration.',
      why: 'It would stop half-way on the day on which it is needed.',
      example: `prove/down-fails  drizzle/0002_add_orders.down.sql:15
  The down of 0002_add_orders fails: constraint "orders_user_id_fkey" of relation "orders" does not exist.`,
      mend: `Mend the statement that is named, and prove it again:

    lockstep prove 0002_add_orders

If rows stop it, write into the down file what they are to hold, before that statement.`,
    },
  },
  'prove/down-differs': {
    severity: 'error',
    docs: {
      what: 'A down file runs, and the schema after it is not the one that was before the migration.',
      why: 'What is left over makes the migration fail when it is deployed again; what is missing makes the code of the release before fail.',
      example: `prove/down-differs  drizzle/0001_order_status.down.sql:1
  The down of 0001_order_status does not bring back the schema before it:
    column orders.status should not be there`,
      mend: `Each line names one thing that is too much, missing or different. Add what undoes it to the down file, and prove it
again:

    lockstep prove 0001_order_status

To go back to what lockstep writes by itself, delete the file: \`lockstep down 0001_order_status\` writes it anew.`,
    },
  },
  'prove/up-again': {
    severity: 'error',
    docs: {
      what: 'After its down, a migration fails when it is run again, or builds another schema than the first time.',
      why: 'A release that was taken back is deployed again, mended. Then its migration must do what it did the first time.',
      example: `prove/up-again  drizzle/0003_add_roles.down.sql:1
  After its down, 0003_add_roles fails when it is run again: duplicate key value violates unique constraint "roles_pkey".`,
      mend: `Let the down take away everything that the migration made, also the rows that a \`DO\` block or a function inserted:

    DELETE FROM "roles" WHERE "id" IN ('admin', 'member');`,
    },
  },
};

/** What proofs find, in the order in which a proof comes to it. */
export const proofRules: ProofRule[] = proofRuleNames.map((name) => ({ name, ...texts[name] }));

/** The rule's name with the severity of most of what it finds: how its findings begin. */
export function ruleOf(name: ProofRuleName): Pick<Finding, 'rule' | 'severity'> {
  return { rule: name, severity: texts[name].severity };
}

import { type Engine, StatementFailed } from '../../database/engine.js';

/** SQLite refused a statement of the undo. */
export class Refused extends Error {
  /** The table that can be rebuilt instead; null where there is no such way out. */
  readonly table: string | null;

  constructor(table: string | null, cause: StatementFailed) {
    super(cause.message, { cause });
    this.name = 'Refused';
    this.table = table;
  }
}

/** The statements of an undo, run on the live database as they are written. */
export class Script {
  readonly statements: string[] = [];
  /** Foreign keys have to be off while it runs on a database that has them on. */
  needsForeignKeysOff = false;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Runs statements and writes them down.
   *
   * @param statements without their semicolons
   * @param table the table that would be rebuilt if they cannot run. Throws {@link Refused}.
   */
  async run(statements: readonly string[], table: string | null = null): Promise<void> {
    for (const statement of statements) {
      try {
        await this.#engine.run(statement);
      } catch (thrown) {
        throw thrown instanceof StatementFailed ? new Refused(table, thrown) : thrown;
      }
      this.statements.push(`${statement};`);
    }
  }

  /** Runs statements, all or none of them. Returns whether SQLite took them. */
  async try(statements: readonly string[]): Promise<boolean> {
    const written = this.statements.length;
    await this.#engine.run('savepoint lockstep_try');
    try {
      await this.run(statements);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      await this.#engine.run('rollback to lockstep_try');
      this.statements.length = written;
      return false;
    } finally {
      await this.#engine.run('release lockstep_try');
    }
  }
}

import type { Expression, Program } from 'oxc-parser';
import type { SourceImport } from './model.js';
import { unwrap } from './syntax-tree.js';

const core = /^drizzle-orm\/(pg|sqlite|mysql)-core$/;

export const isCore = (source: string): boolean => core.test(source);
export const isRelative = (source: string): boolean => source.startsWith('.');

/** What the names at the top level of a file stand for. */
export class Scope {
  /** Every name that is taken. */
  readonly names = new Set<string>();
  /** Local name → name in `drizzle-orm/*-core`. */
  private readonly builders = new Map<string, string>();
  /** Names of `import * as p from 'drizzle-orm/*-core'`. */
  private readonly namespaces = new Set<string>();
  /** Local name → how it was made: `pgTableCreator(…)`, `pgSchema(…)`. */
  private readonly made = new Map<string, string>();
  /** Names that come from the project's own files. */
  private readonly own = new Set<string>();

  constructor(imports: SourceImport[], program: Program) {
    for (const { source, named, namespace, default: standard } of imports) {
      for (const local of [namespace, standard]) if (local !== null) this.names.add(local);
      if (namespace !== null && isCore(source)) this.namespaces.add(namespace);
      for (const { imported, local } of named) {
        this.names.add(local);
        if (isCore(source)) this.builders.set(local, imported);
        else if (!source.startsWith('drizzle-')) this.own.add(local);
      }
    }
    for (const statement of program.body) this.declare(statement);
  }

  private declare(statement: Program['body'][number]): void {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations) {
        if (id.type !== 'Identifier') continue;
        this.names.add(id.name);
        const call = unwrap(init);
        const maker = call?.type === 'CallExpression' ? this.builder(call.callee) : null;
        if (maker !== null) this.made.set(id.name, maker);
      }
    } else if (declaration && 'id' in declaration && declaration.id?.type === 'Identifier')
      this.names.add(declaration.id.name);
  }

  /** The function of drizzle-orm that an expression names (`text`, `p.text`), or null. */
  builder(node: Expression): string | null {
    const callee = unwrap(node);
    if (callee?.type === 'Identifier') return this.builders.get(callee.name) ?? null;
    if (callee?.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
    const object = unwrap(callee.object);
    return object?.type === 'Identifier' && this.namespaces.has(object.name) ? callee.property.name : null;
  }

  /** `pgTableCreator`, `pgSchema` …: what a local constant was made with; `own` for an import from the project. */
  origin(local: string): string | null {
    return this.made.get(local) ?? (this.own.has(local) ? 'own' : null);
  }
}

import type { Expression, Node } from 'oxc-parser';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import {
  constantOf,
  describeTables,
  type FoundTable,
  resolveImport,
  type SchemaSource,
  type SourceFile,
  unwrap,
} from '../../src/schema/source/index.js';

/** Says which table of the schema an expression of a file means: `users`, `schema.users`. */
export interface Tables {
  all: FoundTable[];
  named(file: SourceFile, node: Node | Expression | null | undefined): FoundTable | null;
  exported(name: string): FoundTable | null;
  /** What a `const` of the schema's files is made of. */
  constant(file: SourceFile, name: string): Expression | null;
}

export function readTables(schema: SchemaSource, context: GeneratorContext): Tables {
  const all = describeTables(schema, context);
  const byPlace = new Map(all.map((one) => [`${one.table.path}:${one.table.local}`, one]));
  const exported = (name: string): FoundTable | null => all.find(({ table }) => table.exportName === name) ?? null;
  const local = (file: SourceFile, name: string): FoundTable | null => {
    const constant = constantOf(name, file, schema, context);
    if (constant) return byPlace.get(`${constant.file.path}:${constant.local}`) ?? null;
    // An alias of the compiler (`@/db/users`) is not followed: the name decides.
    for (const { source, named } of file.imports) {
      const one = source.startsWith('.') ? undefined : named.find((each) => each.local === name);
      if (one) return exported(one.imported);
    }
    return null;
  };
  const inNamespace = (file: SourceFile, namespace: string, name: string): FoundTable | null => {
    const found = file.imports.find((one) => one.namespace === namespace);
    if (!found) return null;
    const path = resolveImport(file.path, found.source, context);
    const home = path === null ? undefined : schema.files.find((one) => one.path === path);
    return home ? local(home, name) : found.source.startsWith('.') ? null : exported(name);
  };
  return {
    all,
    exported,
    constant: (file, name) => constantOf(name, file, schema, context)?.init ?? null,
    named(file, node) {
      const value = isExpression(node) ? unwrap(node) : null;
      if (value?.type === 'Identifier') return local(file, value.name);
      if (value?.type !== 'MemberExpression' || value.computed || value.property.type !== 'Identifier') return null;
      return value.object.type === 'Identifier' ? inNamespace(file, value.object.name, value.property.name) : null;
    },
  };
}

const isExpression = (node: Node | Expression | null | undefined): node is Expression =>
  node !== null && node !== undefined && /Expression$|^Identifier$|^TS/.test(node.type);

/** The same table, be it read before and after an edit. */
export const isSame = (a: FoundTable | null, b: FoundTable | null): boolean =>
  a !== null && b !== null && a.table.path === b.table.path && a.table.local === b.table.local && a.name === b.name;

/** The property of a column in code: `authorId` of `posts.authorId`. */
export function propertyOf(node: Node | null | undefined): string | null {
  return node?.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier'
    ? node.property.name
    : null;
}

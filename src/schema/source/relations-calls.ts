import type { CallExpression, ObjectExpression, Statement } from 'oxc-parser';
import type { SourceFile } from './model.js';
import { lineOf } from './parse.js';
import { objectCallback, type Parameter } from './shape.js';
import { unwrap } from './syntax-tree.js';
import { walk } from './walk.js';

/** A call that tells drizzle how tables belong together. */
export interface RelationsCall {
  /** `relations` is that of drizzle-orm 0.45; the others came with 1.0. */
  kind: 'relations' | 'defineRelations' | 'defineRelationsPart';
  /** `drizzle-orm`, `drizzle-orm/relations`, or `drizzle-orm/_relations`, where 1.0 keeps the older one. */
  module: string;
  file: SourceFile;
  call: CallExpression;
  /** The statement at the top level that it stands in. */
  statement: { start: number; end: number };
  /** The `const` that it makes; null where it is a part of something else. */
  local: string | null;
  /** 1-based. */
  line: number;
  /** Its callback, where that returns an object that is written there. */
  body: { list: ObjectExpression; parameter: Parameter } | null;
}

const modules = ['drizzle-orm', 'drizzle-orm/relations', 'drizzle-orm/_relations'];
const kinds = ['relations', 'defineRelations', 'defineRelationsPart'] as const;

/** The calls of `relations`, `defineRelations` and `defineRelationsPart` in a file, in the order of the source. */
export function relationsCalls(file: SourceFile): RelationsCall[] {
  const names = new Map<string, Pick<RelationsCall, 'kind' | 'module'>>();
  for (const { source, named, namespace, typeOnly } of file.imports) {
    if (typeOnly || !modules.includes(source)) continue;
    for (const kind of kinds) {
      if (namespace !== null) names.set(`${namespace}.${kind}`, { kind, module: source });
      for (const one of named) if (one.imported === kind) names.set(one.local, { kind, module: source });
    }
  }
  if (names.size === 0) return [];
  return file.program.body.flatMap((statement) =>
    [...walk(statement)].flatMap((node): RelationsCall[] => {
      const known =
        node.type === 'CallExpression' ? names.get(file.text.slice(node.callee.start, node.callee.end)) : undefined;
      if (node.type !== 'CallExpression' || !known) return [];
      const { start, end } = statement;
      const body = objectCallback(unwrap(node.arguments[1]));
      const line = lineOf(file.text, node.start);
      return [{ ...known, file, call: node, statement: { start, end }, local: localOf(statement, node), line, body }];
    }),
  );
}

function localOf(statement: Statement, call: CallExpression): string | null {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') return null;
  const made = declaration.declarations.find(({ init }) => unwrap(init) === call);
  return made?.id.type === 'Identifier' ? made.id.name : null;
}

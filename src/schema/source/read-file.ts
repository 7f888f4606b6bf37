import type {
  ArrayExpression,
  ExportDefaultDeclarationKind,
  Expression,
  ImportDeclaration,
  ModuleExportName,
  Program,
  Statement,
  VariableDeclaration,
} from 'oxc-parser';
import type { SourceEnum, SourceFile, SourceImport, SourceReexport } from './model.js';
import { linesOf, parse } from './parse.js';
import { readTable } from './read-table.js';
import { Scope } from './scope.js';
import { chain, stringValue, unwrap } from './syntax-tree.js';

/** What was read last at each path: generators read the same text several times while they edit. */
const lastRead = new Map<string, SourceFile>();

/**
 * Reads one schema file without evaluating it: imports, tables, columns, enums, and where each stands.
 * Throws a LockstepError (exit 2) for a file with a syntax error.
 */
export function readSource(path: string, text: string): SourceFile {
  const last = lastRead.get(path);
  if (last?.text === text) return last;
  const file = readText(path, text);
  lastRead.set(path, file);
  return file;
}

function readText(path: string, text: string): SourceFile {
  const { program, comments } = parse(path, text);
  const imports = readImports(program);
  const scope = new Scope(imports, program);
  const exported = exportedNames(program);
  const lineAt = linesOf(text);
  const file: SourceFile = {
    path,
    text,
    program,
    comments,
    imports,
    reexports: readReexports(program),
    tables: [],
    enums: [],
    exports: [...new Set(exported.values())],
    names: new Set(scope.names),
  };
  for (const statement of program.body) {
    if (statement.type !== 'ExportDefaultDeclaration') continue;
    const { declaration, start, end } = statement;
    const found = isExpression(declaration) ? readTable(declaration, scope) : null;
    if (found) file.tables.push({ path, exportName: 'default', local: '', ...found, start, end, line: lineAt(start) });
  }
  for (const { statement, declaration } of variables(program)) {
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier' || !init) continue;
      const exportName = exported.get(id.name) ?? null;
      const found = readTable(init, scope);
      if (found) {
        const { start, end } = statement;
        file.tables.push({ path, exportName, local: id.name, ...found, start, end, line: lineAt(start) });
        continue;
      }
      const values = readEnum(init, scope);
      if (values) file.enums.push({ path, exportName, local: id.name, ...values });
    }
  }
  return file;
}

/** Top-level `const` declarations with the statement they stand in. */
export function* variables(program: Program): Generator<{ statement: Statement; declaration: VariableDeclaration }> {
  for (const statement of program.body) {
    if (statement.type === 'VariableDeclaration') yield { statement, declaration: statement };
    else if (statement.type === 'ExportNamedDeclaration' && statement.declaration?.type === 'VariableDeclaration') {
      yield { statement, declaration: statement.declaration };
    }
  }
}

function readEnum(init: Expression, scope: Scope): Pick<SourceEnum, 'name' | 'values'> | null {
  const links = chain(init);
  if (!links) return null;
  const callee = unwrap(links.first.callee);
  if (!callee) return null;
  const isEnum =
    scope.builder(callee) === 'pgEnum' ||
    (callee.type === 'MemberExpression' &&
      !callee.computed &&
      callee.property.type === 'Identifier' &&
      callee.property.name === 'enum');
  const [first, second] = links.first.arguments;
  const name = stringValue(first);
  const list = unwrap(second);
  if (!isEnum || name === null) return null;
  return { name, values: list?.type === 'ArrayExpression' ? strings(list) : [] };
}

function strings(list: ArrayExpression): string[] {
  return list.elements.flatMap((element) => stringValue(element) ?? []);
}

function readImports(program: Program): SourceImport[] {
  return program.body
    .filter((statement): statement is ImportDeclaration => statement.type === 'ImportDeclaration')
    .map(readImport);
}

function readImport({ source, importKind, specifiers, start, end }: ImportDeclaration): SourceImport {
  const found: SourceImport = {
    source: source.value,
    typeOnly: importKind === 'type',
    named: [],
    namespace: null,
    default: null,
    start,
    end,
  };
  for (const specifier of specifiers) {
    const local = specifier.local.name;
    if (specifier.type === 'ImportNamespaceSpecifier') found.namespace = local;
    else if (specifier.type === 'ImportDefaultSpecifier') found.default = local;
    else {
      found.named.push({
        imported: exportName(specifier.imported),
        local,
        typeOnly: specifier.importKind === 'type',
        start: specifier.start,
        end: specifier.end,
      });
    }
  }
  return found;
}

function readReexports(program: Program): SourceReexport[] {
  return program.body.flatMap((statement): SourceReexport[] => {
    if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type' && !statement.exported) {
      return [{ source: statement.source.value, names: null, start: statement.start, end: statement.end }];
    }
    if (statement.type === 'ExportNamedDeclaration' && statement.source && statement.exportKind !== 'type') {
      const names = statement.specifiers.map(({ exported }) => exportName(exported));
      return [{ source: statement.source.value, names, start: statement.start, end: statement.end }];
    }
    return [];
  });
}

/** Local name → exported name. */
function exportedNames(program: Program): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration' && statement.declaration.type === 'Identifier')
      names.set(statement.declaration.name, 'default');
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue;
    for (const { local, exported } of statement.specifiers) names.set(exportName(local), exportName(exported));
    const { declaration } = statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) if (id.type === 'Identifier') names.set(id.name, id.name);
    } else if (declaration && 'id' in declaration && declaration.id?.type === 'Identifier')
      names.set(declaration.id.name, declaration.id.name);
  }
  return names;
}

const isExpression = (declaration: ExportDefaultDeclarationKind): declaration is Expression =>
  !/Declaration$|^TSDeclareFunction$/.test(declaration.type);

const exportName = (name: ModuleExportName): string => (name.type === 'Literal' ? name.value : name.name);

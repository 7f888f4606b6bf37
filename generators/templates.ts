import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { templatesFolder } from '../src/scaffold/templates.js';
import { generators } from './index.js';

/** A template that a project can have its own of. */
export interface OfferedTemplate {
  /** Its path below `templates/`, in the package as in the project. */
  name: string;
  /** What it makes, in a few words. */
  makes: string;
  /** The values that it can name, and what each is. Empty where the packaged template shows them all. */
  values: Record<string, string>;
  /** What it can call beside the helpers of all templates. */
  helpers: Record<string, string>;
}

/** Values of the templates that teams change most; for the others the packaged text shows what there is. */
const described: Record<string, Omit<OfferedTemplate, 'name'>> = {
  'table/fields.hbs': {
    makes: 'the fields of a new table, one a line: a place for those that every table has',
    values: {
      name: 'the name of the table in the database',
      fields: 'the fields that were asked for, as they were typed',
      key: 'the kind of its key: uuid, serial, identity, none',
      timestamps: 'whether it gets created_at and updated_at',
      dialect: 'postgresql, sqlite or mysql',
    },
    helpers: {},
  },
  'table/statements.ts.hbs': {
    makes: 'the code of a new table, with the enums that it needs',
    values: {
      name: 'the name of the table in the database',
      quotedName: 'the same in the quotes of the file',
      exportName: 'the name that it is exported under',
      callee: 'what makes tables here: pgTable, or a function of the project',
      columns: 'its columns; of each the property, the name in the database, and the code with its comma',
      enums: 'the enums that it needs; of each exportName, name and code',
      extras: 'the code of its indexes, keys and checks; empty when there are none',
      indent: 'one step of indentation',
      comma: 'a comma where the file has one after a last argument',
      end: 'a semicolon where the file has them',
    },
    helpers: {
      use: 'use "uuid": imports it from the module of the dialect, gives its name',
      table: 'table "tenants": imports a table of the schema, gives its name',
      import: 'import "base" from="src/db/base.ts": imports it from a file or a package, gives its name',
    },
  },
  'table/file.ts.hbs': {
    makes: 'the file of a new table, where each has its own',
    values: {
      name: 'the name of the table in the database',
      exportName: 'the name that it is exported under',
      path: 'the path of the file',
      imports: 'the import statements',
      statements: 'what table/statements.ts.hbs made',
    },
    helpers: {},
  },
  'names/index.hbs': {
    makes: 'the name of an index that is not given one',
    values: {
      table: 'the name of the table in the database',
      columns: 'the names of its columns there, and the words of its expressions',
      unique: 'whether it is unique',
    },
    helpers: {},
  },
  'init/lockstep.yml.hbs': {
    makes: 'the workflow that lockstep init adds',
    values: {},
    helpers: {},
  },
  'init/plopfile.mjs.hbs': {
    makes: 'the plopfile that lockstep init adds',
    values: {},
    helpers: {},
  },
};

/** What a new project gets and a generator makes again in one that is there. */
const projectFolders: Record<string, string> = { agents: 'project/agents/' };

/** The templates that a command fills in a project that is there, by name. */
export function offeredTemplates(folder: string = templatesFolder()): OfferedTemplate[] {
  return templateNames(folder).flatMap((name) => {
    const makes = usedBy(name);
    if (makes === null) return [];
    return [{ name, ...(described[name] ?? { makes, values: {}, helpers: {} }) }];
  });
}

/** The command that fills a template; `null` when only a new project does. */
function usedBy(name: string): string | null {
  const generator = generators.find((one) => name.startsWith(projectFolders[one.name] ?? `${one.name}/`));
  if (generator) return `part of lockstep new ${generator.name}`;
  const [first] = name.split('/');
  return first === 'project' ? null : `part of lockstep ${first}`;
}

function templateNames(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

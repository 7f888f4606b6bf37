// A process that evaluates one schema after the other: gets bundles over IPC, sends what they define.
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { dialectKit } from '../../src/schema/kit-api.ts';

const [, , kitFolder = '', line = '', dialect = '', casing] = process.argv;
const kit = dialectKit(createRequire(join(kitFolder, 'package.json')), line, dialect);
// drizzle-kit prints what is wrong with a schema and ends the process.
let printed = '';
console.log = (...words) => {
  printed = words.join(' ');
};
process.exit = (code) => {
  throw new Error(`it ended with exit code ${code}: ${printed}`);
};

process.on('message', async ({ code, filename }) => {
  try {
    const snapshot = await kit.serialize(exportsOf(run(code, filename)), casing);
    process.send({ parts: partsOf(snapshot) });
  } catch (error) {
    process.send({ error: error instanceof Error ? error.message : String(error) });
  }
});
process.send({ ready: true });

/** @param {string} code @param {string} filename */
function run(code, filename) {
  const module = new Module(filename);
  module.filename = filename;
  module.paths = createRequire(filename).resolve.paths('x') ?? [dirname(filename)];
  module._compile(code, filename);
  return module.exports.modules;
}

/** @param {Record<string, unknown>[]} modules */
function exportsOf(modules) {
  const values = new Set(modules.flatMap((module) => Object.values(module)));
  return Object.fromEntries([...values].map((value, at) => [`export${at}`, value]));
}

/**
 * What a snapshot holds as `place → content`: of the journal line `tables/public.users/columns/email`, of the folders
 * line the entity's type, schema, table and name.
 */
function partsOf(snapshot) {
  if (Array.isArray(snapshot.ddl)) {
    return Object.fromEntries(
      snapshot.ddl.map((one) => [
        [one.entityType, one.schema, one.table, one.name].filter((part) => part !== undefined).join('/'),
        JSON.stringify(one),
      ]),
    );
  }
  const parts = {};
  for (const collection of ['tables', 'enums', 'schemas', 'sequences', 'roles', 'policies', 'views']) {
    for (const [name, one] of Object.entries(snapshot[collection] ?? {})) {
      if (collection !== 'tables') {
        parts[`${collection}/${name}`] = JSON.stringify(one);
        continue;
      }
      parts[`tables/${name}`] = JSON.stringify({ name: one.name, schema: one.schema, rls: one.isRLSEnabled });
      for (const [kind, members] of Object.entries(one)) {
        if (typeof members !== 'object' || members === null) continue;
        for (const [member, content] of Object.entries(members))
          parts[`tables/${name}/${kind}/${member}`] = JSON.stringify(content);
      }
    }
  }
  return parts;
}

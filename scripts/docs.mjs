// Writes docs/rules: a page for each rule, from the rule's own text, and an index. With --check, only says what differs.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('../docs/rules', import.meta.url));
const { rules, proofRules, reviewRules, checks } = await loadRules();
const dialectNames = { postgresql: 'PostgreSQL', sqlite: 'SQLite', mysql: 'MySQL' };
const pages = rulePages();
const stale = differences(pages);

if (process.argv.includes('--check')) {
  for (const name of stale) console.error(`docs/rules/${name} is not up to date. Run: node scripts/docs.mjs`);
  process.exit(stale.length === 0 ? 0 : 1);
}
mkdirSync(folder, { recursive: true });
for (const name of stale) {
  if (pages.has(name)) writeFileSync(join(folder, name), pages.get(name));
  else rmSync(join(folder, name));
}
console.log(`docs/rules: ${pages.size} pages, ${stale.length} written.`);

/** The names of pages that are missing, differ, or belong to no rule. */
function differences(wanted) {
  const there = new Map();
  try {
    for (const name of readdirSync(folder)) there.set(name, readFileSync(join(folder, name), 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const names = new Set([...wanted.keys(), ...there.keys()]);
  return [...names].filter((name) => wanted.get(name) !== there.get(name));
}

/** File name → text. */
function rulePages() {
  const files = new Map([
    ...rules.map((rule) => [fileOf(rule), page(rule, sinceOf(rule))]),
    ...proofRules.map((rule) => [
      fileOf(rule),
      page(rule, 'Without a TAG or `--all`, `lockstep prove` leaves migrations up to `since` alone.'),
    ]),
    ...reviewRules.map((rule) => [fileOf(rule), riskPage(rule)]),
    ...checks.map((check) => [fileOf(check), page(check, 'It is about what is there, so `since` does not hide it.')]),
  ]);
  return files.set('README.md', index());
}

function sinceOf({ scope }) {
  return scope === 'always'
    ? 'What it finds is new whatever migration it is about, so `since` does not hide it.'
    : 'Migrations up to `since` are left alone.';
}

function fileOf(rule) {
  return `${rule.name.replace('/', '-')}.md`;
}

function page({ name, severity, otherwise, docs }, since) {
  return `# ${name}

${docs.what}

**Severity** ${severity}, unless the settings say otherwise. ${otherwise === undefined ? '' : `${otherwise} `}${since}

## Why

${docs.why}

## Example

\`\`\`
${docs.example}
\`\`\`

## Mend

${docs.mend}

${settings({ name, severity })}`;
}

function riskPage({ name, severity, dialects, docs }) {
  return `# ${name}

${docs.what}

**Severity** ${severity}, unless the settings say otherwise. **On** ${dialects.map((dialect) => dialectNames[dialect]).join(', ')}. Migrations up to \`since\` are left alone by \`lockstep check\`.

## What happens

${docs.why}

## Bad

\`\`\`sql
${docs.bad}
\`\`\`

## Good

\`\`\`sql
${docs.good}
\`\`\`

## When to accept

${docs.accept}

    lockstep approve TAG ${name.replace('review/', '')}:NAME --reason "…"

writes it into the migration's down file; \`lockstep review\` says the NAME.

${settings({ name, severity })}`;
}

function settings({ name, severity }) {
  return `## Settings

\`\`\`json
{ "lockstep": { "rules": { "${name}": "${severity === 'error' ? 'warning' : 'off'}" } } }
\`\`\`

in package.json. Possible are \`error\`, \`warning\`, \`info\` and \`off\`.
`;
}

function index() {
  return `# Rules

These pages are written by \`scripts/docs.mjs\` from the rules in \`src/guard/rules\`, \`src/rollback/proof/rules.ts\`,
\`src/review/rules\` and \`src/doctor/checks\`.

## What \`lockstep check\` finds

In the order in which it is shown.

${table(rules)}

## What \`lockstep prove\` finds

And \`lockstep generate\`, which ends with a proof. What a proof is: [rolling back](../rollback.md).

${table(proofRules)}

## What \`lockstep review\` finds

And \`lockstep check\` and \`lockstep generate\` with it. An error is mended, or accepted by name:
[the review](../review.md).

${table(reviewRules)}

## What \`lockstep doctor\` finds

Around the project: on this machine, in git, in images and settings.

${table(checks)}
`;
}

function table(listed) {
  const rows = listed.map((rule) => `| [\`${rule.name}\`](${fileOf(rule)}) | ${rule.severity} | ${rule.docs.what} |`);
  return ['| rule | severity | what it finds |', '|---|---|---|', ...rows].join('\n');
}

/** The rules, bundled from the sources: nothing has to be built before. */
async function loadRules() {
  const { outputFiles } = await build({
    stdin: {
      contents:
        "export { rules } from './src/guard/rules/index.js'; export { proofRules } from './src/rollback/proof/rules.js'; export { rules as reviewRules } from './src/review/rules/index.js'; export { checks } from './src/doctor/checks/index.js';",
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // What the rules need of packages is not used here.
    plugins: [
      {
        name: 'without packages',
        setup(plugin) {
          plugin.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('node:') ? undefined : { path, namespace: 'nothing' },
          );
          plugin.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({
            contents: 'module.exports = {};',
            loader: 'js',
          }));
        },
      },
    ],
    logLevel: 'error',
  });
  // A file, and no data URL: modules of ours look for packages from where they lie.
  const bundled = mkdtempSync(join(tmpdir(), 'lockstep-docs-'));
  try {
    const path = join(bundled, 'rules.mjs');
    writeFileSync(path, outputFiles[0].text);
    return await import(pathToFileURL(path).href);
  } finally {
    rmSync(bundled, { recursive: true });
  }
}

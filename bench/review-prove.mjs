// Compares what the review says to fail on rows with what a proof with rows makes of it, migration by migration.
//
//   node --import tsx bench/review-prove.mjs DIR [--only NAME] [--list]
//
// DIR holds manifest.json with `histories`: folders of migrations. MySQL needs LOCKSTEP_PROOF_URL. The proof puts rows into
// the tables that it makes up: where the two disagree, review/settled.mjs says why, and what it does not say ends with exit
// code 1. --list shows the findings of the others too.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readHistory } from '../src/history/read.ts';
import { readWorkingTree } from '../src/repo/working-tree.ts';
import { review } from '../src/review/review.ts';
import { proveDowns } from '../src/rollback/proof/prove-downs.ts';
import { settled } from './review/settled.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, list: { type: 'boolean', default: false } },
});
const [dir = '.'] = positionals;

/** The rules whose findings say that rows stop the migration. */
const onRows = [
  'required-column',
  'unaddable-column',
  'set-not-null',
  'unique-on-rows',
  'foreign-key-on-rows',
  'check-on-rows',
  'failing-cast',
  'primary-key-on-rows',
  'rebuild-missing-column',
  'rebuild-not-null',
  'write-on-rows',
].map((name) => `review/${name}`);

const { histories } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
const counts = { both: 0, 'review only': 0, 'proof only': 0, neither: 0, 'not proven': 0 };
/** @type {{ verdict: string, tag: string, text: string }[]} */
const disagreements = [];
for (const { name, path, dialect, line } of histories) {
  if (values.only !== '' && name !== values.only) continue;
  const root = mkdtempSync(join(tmpdir(), 'lockstep-review-prove-'));
  try {
    cpSync(join(dir, path), join(root, 'drizzle'), { recursive: true });
    await compare(name, root, dialect, line);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
console.table(counts);
for (const { text } of disagreements) console.log(text);
const open = disagreements.filter(({ verdict, tag }) => verdict === 'proof only' || settled[tag] === undefined);
console.log(`${disagreements.length} disagreements, ${disagreements.length - open.length} of them settled`);
if (open.length > 0) process.exitCode = 1;

/** @param {string} name @param {string} root @param {'postgresql' | 'sqlite' | 'mysql'} dialect @param {'journal' | 'folders'} line */
async function compare(name, root, dialect, line) {
  const tree = await readWorkingTree(root, null);
  const history = await readHistory(tree, 'drizzle', line);
  const tags = new Set(history.migrations.map(({ tag }) => tag));
  /** @param {string} command */
  const lockstep = (command) => `lockstep ${command}`;
  const reviewed = await review({ tree, dialect, history, tags, settings: { rules: {} }, server: null, lockstep });
  const config = 'drizzle.config.ts';
  const project = {
    config,
    configInputs: [config],
    folder: '',
    dialect,
    schema: [],
    out: 'drizzle',
    casing: undefined,
  };
  const job = {
    tree,
    project,
    history,
    cache: null,
    url: process.env.LOCKSTEP_PROOF_URL,
    date: '2000-01-01',
    lockstep,
  };
  const progress = ({ doing, tag, number, of }) => console.error(`${name} ${doing} ${number + 1}/${of} ${tag}`);
  /** @type {Map<string, import('../src/finding.ts').Finding[]>} */
  const proofs = new Map();
  await proveDowns({ ...job, progress }, tags, {
    fresh: true,
    proven: async ({ migration, findings }) => {
      proofs.set(migration.tag, findings);
    },
  });
  for (const { migration, findings } of reviewed) {
    const { tag } = migration;
    const said = findings.filter(({ rule }) => onRows.includes(rule));
    const proof = proofs.get(tag) ?? [];
    const failed = proof.filter(({ rule }) => rule === 'prove/fails-on-rows');
    const isRun = proofs.has(tag) && !proof.some(({ rule }) => rule === 'prove/up-fails');
    const verdict = !isRun
      ? 'not proven'
      : said.length > 0
        ? failed.length > 0
          ? 'both'
          : 'review only'
        : failed.length > 0
          ? 'proof only'
          : 'neither';
    counts[verdict]++;
    const lines = [...said, ...failed].map(({ rule, line: at, message }) => `    ${rule} :${at} ${message}`);
    const isDisagreement = verdict === 'review only' || verdict === 'proof only';
    const why = isDisagreement ? `    → ${settled[tag] ?? 'NOT SETTLED'}` : '';
    const text = [`${verdict}: ${name} ${tag}`, ...lines, why].join('\n').trimEnd();
    if (isDisagreement) disagreements.push({ verdict, tag, text });
    else if (values.list && lines.length > 0) console.log(text);
  }
  tree.close();
}

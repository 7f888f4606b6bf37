import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type OfferedTemplate, offeredTemplates } from '../../../generators/templates.js';
import { LockstepError } from '../../errors.js';
import { type FolderReader, readFolder } from '../../scaffold/reader.js';
import { diffOf, planToJson, renderDiff, renderTree, summary } from '../../scaffold/show.js';
import { planEject, type TemplateState, templateNamed, templateState } from '../../scaffold/template-state.js';
import { templatesFolder } from '../../scaffold/templates.js';
import { writePlan } from '../../scaffold/write.js';
import type { Command, Io } from '../command.js';
import { findProject } from '../find-project.js';

const options = {
  diff: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  config: { type: 'string' },
  format: { type: 'string', default: 'text' },
} as const;

interface Asked {
  root: string;
  templates: OfferedTemplate[];
  diff: boolean;
  dryRun: boolean;
  json: boolean;
}

export const command: Command = {
  name: 'templates',
  summary: 'List the templates of the generators, or copy one into the project to change it',
  help: `The templates that \`lockstep new\` fills. A file of the same name in the templates/ of the project wins.

Usage: lockstep templates [NAME…] [OPTIONS]
       lockstep templates eject NAME… [OPTIONS]

Without a name it lists them: which the project has its own of, and by how many lines they differ. With one it says
which values and helpers the template has. eject copies packaged ones into templates/, beside the drizzle config,
byte for byte, and overwrites nothing.

Options:
  --diff             list: show how the project's own differ; eject: show the files line by line, write nothing
  --dry-run          eject: show the files, write nothing
  --config PATH      the drizzle config, where there are several
  --format FORMAT    text, or json: one object on stdout

Examples:
  lockstep templates
  lockstep templates table/statements.ts.hbs
  lockstep templates eject table/fields.hbs
  lockstep templates --diff
`,
  async run(argv, io) {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    const { format, diff, config } = values;
    if (format !== 'text' && format !== 'json') {
      throw new LockstepError(`--format ${format} is not known.`, { fix: 'Use --format text or --format json.' });
    }
    const ejects = positionals[0] === 'eject';
    const names = ejects ? positionals.slice(1) : positionals;
    if (ejects && names.length === 0)
      throw new LockstepError('The argument NAME is missing.', {
        fix: 'lockstep templates eject NAME…; lockstep templates lists them',
      });
    const all = offeredTemplates();
    const known = all.map(({ name }) => name);
    const chosen = new Set(names.map((name) => templateNamed(name, known)));
    const { root } = await findProject(io.cwd, { config });
    const asked: Asked = {
      root,
      templates: chosen.size === 0 ? all : all.filter(({ name }) => chosen.has(name)),
      diff,
      dryRun: values['dry-run'] || diff,
      json: format === 'json',
    };
    if (ejects) await eject(asked, io);
    else list(asked, chosen.size > 0, io);
    return 0;
  },
};

async function eject({ root, templates, diff, dryRun, json }: Asked, io: Io): Promise<void> {
  const names = templates.map(({ name }) => name);
  const plan = planEject(root, names, readFolder(root), templatesFolder());
  if (!dryRun) await writePlan(plan);
  if (json) {
    io.out(`${JSON.stringify({ ok: true, written: !dryRun, ...planToJson(plan, { diff }) }, null, 2)}\n`);
    return;
  }
  if (diff) io.out(renderDiff(plan));
  else io.out(`${dryRun ? renderTree(plan, basename(root)) : summary(plan)}\n`);
  if (dryRun) io.err('Dry run: nothing was written.\n');
  else io.out(plan.changes.map(({ path }) => `  ${path}\n`).join(''));
}

function list({ root, templates, diff, json }: Asked, inDetail: boolean, io: Io): void {
  const reader: FolderReader = readFolder(root);
  const folder = templatesFolder();
  const rows = templates.map((template) => {
    const known = [...Object.keys(template.values), ...Object.keys(template.helpers)];
    return { template, found: templateState(template.name, known.length === 0 ? null : known, reader, folder) };
  });
  if (json) {
    const listed = rows.map(({ template, found: { change, ...counts } }) => ({
      ...template,
      ...counts,
      path: counts.state === 'packaged' ? null : change.path,
      ...(diff ? { diff: diffOf(change) } : {}),
    }));
    io.out(`${JSON.stringify({ ok: true, root, templates: listed }, null, 2)}\n`);
  } else if (diff) {
    const text = rows.map(({ found }) => diffOf(found.change)).join('');
    if (text === '') io.err('No template of the project differs from the packaged one.\n');
    else io.out(text);
  } else if (inDetail) io.out(rows.map(({ template, found }) => detail(template, found)).join('\n'));
  else {
    const width = Math.max(...rows.map(({ template }) => template.name.length));
    const lines = rows.map(
      ({ template, found }) => `${template.name.padEnd(width)}  ${standing(found).padEnd(22)}  ${template.makes}\n`,
    );
    io.out(`${lines.join('')}\n  lockstep templates eject NAME   copy one into templates/, to change it\n`);
  }
}

function standing({ state, added, removed, problem }: TemplateState): string {
  if (state === 'packaged') return 'packaged';
  if (problem !== undefined) return `own, ${problem}`;
  return state === 'same' ? 'own, the same' : `own, +${added} −${removed} lines`;
}

function detail({ name, makes, values, helpers }: OfferedTemplate, found: TemplateState): string {
  const block = (title: string, entries: Record<string, string>): string => {
    const width = Math.max(0, ...Object.keys(entries).map((key) => key.length));
    const lines = Object.entries(entries).map(([key, text]) => `    ${key.padEnd(width)}  ${text}\n`);
    return lines.length === 0 ? '' : `  ${title}\n${lines.join('')}`;
  };
  const all = 'snake, camel, pascal, kebab, plural, singular, json, eq';
  return `${name}  (${standing(found)})\n  ${makes}\n${block('values', values)}${block('helpers', helpers)}  helpers of all templates: ${all}\n`;
}

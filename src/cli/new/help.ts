import { loadGenerator, loadGenerators } from '../../../generators/named.js';
import type { OfferedGenerator, Question } from '../../scaffold/generator.js';

/** What `lockstep new --help` says, or of one generator `lockstep new NAME --help`. */
export async function newHelp(argv: string[]): Promise<string> {
  const name = argv.find((word) => !word.startsWith('-'));
  const named = name === undefined ? null : await loadGenerator(name);
  if (named !== null) {
    const fields = named.questions.some(({ name: question }) => question === 'fields') ? `${fieldLines}\n` : '';
    return `${named.description}.\n\nUsage: ${part(named)}\n${fields}${optionLines}\n`;
  }
  const generators = await loadGenerators();
  return `Makes a schema change with a generator. Only what the change needs is written; every other byte stays.

Usage: lockstep new GENERATOR [NAME] [FIELD…] [OPTIONS]

Generators:
${listed(generators)}

${fieldLines}
${optionLines}

${generators.map(part).join('\n')}`;
}

const fieldLines = `A field is name:type[:args][:flags], without quotes in every shell:
  total:numeric:10,2:required   status:enum:open,paid:default=open   tags:text:array:default=array
  user:references               the column user_id, its foreign key and its index; the table users or user
  author:references:users:cascade   email:string:unique:required   slug:string:100:index
  flags: required nullable unique index primary array default=VALUE references=TABLE.COLUMN onDelete=ACTION
  Rails forms work too, in quotes: 'title:string!' 'price:decimal{10,2}'
A relation is name:one|many[:table][:column=key][:through=table][:inverse=name]; the column is the one that refers.
`;

const optionLines = `Options:
  --dry-run          show the files, write nothing
  --diff             show the changes line by line, write nothing
  --force            overwrite files that exist and differ; where files are made, not edited
  --merge            keep files that exist and differ, and add what is missing
  --allow-dirty      edit files that have changes which are not committed
  --no-formatter     do not format what is written with the project's own formatter
  --config PATH      the drizzle config, where there are several
  --format FORMAT    text, or json: one object on stdout`;

/** The generators with what they do, a line each. */
export function listed(generators: readonly OfferedGenerator[]): string {
  const width = Math.max(...generators.map(({ name }) => name.length));
  return generators.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`).join('\n');
}

/** Usage, flags and examples of one generator. */
function part(generator: OfferedGenerator): string {
  const flags = flagLines(generator);
  const examples = generator.examples.map((example) => `  ${example}`).join('\n');
  return `${usage(generator)}${flags === '' ? '' : ' [OPTIONS]'}\n${flags === '' ? '' : `${flags}\n`}\n${examples}\n`;
}

/** As messages name it: `NAME`, and of a list one of it. */
export function argumentName({ name, type }: Question): string {
  return type === 'list' ? name.toUpperCase().replace(/S$/, '') : name.toUpperCase();
}

/** The command line with its places. */
export function usage({ name, questions }: OfferedGenerator): string {
  const places = questions
    .filter(({ positional }) => positional)
    .map((question) =>
      question.type !== 'list'
        ? question.type === 'text' && question.initial !== undefined
          ? `[${argumentName(question)}]`
          : argumentName(question)
        : question.required
          ? `${argumentName(question)}…`
          : `[${argumentName(question)}…]`,
    );
  return ['lockstep new', name, ...places].join(' ');
}

function flagLines({ questions }: OfferedGenerator): string {
  const flags = questions
    .filter(({ positional }) => !positional)
    .map(({ name, type, hint, message }) => ({
      flag: type === 'confirm' ? `--[no-]${name}` : `--${name} ${name.toUpperCase()}`,
      text: hint ?? message,
    }));
  const width = Math.max(18, ...flags.map(({ flag }) => flag.length));
  return flags.map(({ flag, text }) => `  ${flag.padEnd(width)} ${text}`).join('\n');
}

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals: `COPY`. */
  name: string;
  /** What follows, on one line; the text of a here-document with it. */
  text: string;
  /** 1-based. */
  line: number;
}

/** A stage: from one FROM to the next. */
export interface Stage {
  /** Its name after AS, else its number. */
  name: string;
  /** The image or the earlier stage that it begins with. */
  from: string;
  line: number;
  instructions: Instruction[];
}

/** A COPY or ADD: what it takes, from the build context or from a stage, and where it puts it. */
export interface Copy {
  sources: string[];
  target: string;
  /** The stage or image; `null`: the build context. */
  from: string | null;
}

/**
 * The stages of a Dockerfile. Lines that end in a backslash (or the escape that the file names) go on, comments between
 * them are left out, here-documents belong to their instruction.
 */
export function readDockerfile(source: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of instructionsOf(source)) {
    if (instruction.name === 'FROM') {
      const [image = '', as, name] = instruction.text.replaceAll(/--\S+\s+/g, '').split(/\s+/);
      const isNamed = as?.toUpperCase() === 'AS' && name !== undefined;
      stages.push({
        name: isNamed ? name.toLowerCase() : String(stages.length),
        from: image.toLowerCase(),
        line: instruction.line,
        instructions: [],
      });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

/** The stages that the last one is built on, itself first. An image from elsewhere ends the chain. */
export function finalChain(stages: Stage[]): Stage[] {
  const chain: Stage[] = [];
  for (let stage = stages.at(-1); stage !== undefined && !chain.includes(stage); ) {
    chain.push(stage);
    const { from } = stage;
    stage = stages.find(({ name }) => name === from);
  }
  return chain;
}

/** What a COPY or ADD does; `null` for another instruction, or one that writes a here-document. */
export function readCopy({ name, text }: Instruction): Copy | null {
  if ((name !== 'COPY' && name !== 'ADD') || text.includes('<<')) return null;
  const from = /--from=(\S+)/.exec(text)?.[1]?.toLowerCase() ?? null;
  const rest = text.replaceAll(/--[a-z-]+(?:=\S+)?\s*/g, '').trim();
  const words = listOf(rest) ?? rest.split(/\s+/).map(unquoted);
  return words.length < 2 ? null : { sources: words.slice(0, -1), target: words.at(-1) ?? '', from };
}

/** What a container of the last stage runs: its ENTRYPOINT and CMD, those of the stage nearest to it. */
export function startCommand(stages: Stage[]): { text: string; line: number } | null {
  const chain = finalChain(stages);
  const found = ['ENTRYPOINT', 'CMD'].flatMap((name) => {
    for (const { instructions } of chain) {
      const last = instructions.findLast((instruction) => instruction.name === name);
      if (last !== undefined) return [last];
    }
    return [];
  });
  const [first] = found;
  if (first === undefined) return null;
  const text = found.map((instruction) => (listOf(instruction.text) ?? [instruction.text]).join(' ')).join(' ');
  return { text, line: found.at(-1)?.line ?? first.line };
}

function instructionsOf(source: string): Instruction[] {
  const lines = source.split(/\r?\n/);
  const continuation = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 3).join('\n')) ? '`' : '\\';
  const found: Instruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    const start = at;
    if (isBlank(lines[at])) continue;
    let text = '';
    for (; ; at++) {
      const part = lines[at];
      if (part === undefined) break;
      if (isBlank(part) && at > start) continue;
      const trimmed = part.trimEnd();
      if (!trimmed.endsWith(continuation)) {
        text += trimmed;
        break;
      }
      text += `${trimmed.slice(0, -1)} `;
    }
    for (const [, word = ''] of text.matchAll(/<<-?["']?(\w+)["']?/g)) {
      for (at++; at < lines.length && lines[at]?.trim() !== word; at++) text += `\n${lines[at]}`;
    }
    const [, name = '', rest = ''] = /^\s*(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
    found.push({ name: name.toUpperCase(), text: rest.trim(), line: start + 1 });
  }
  return found;
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || /^\s*(?:#.*)?$/.test(line);
}

/** The exec form: a JSON list of strings. */
function listOf(text: string): string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : null;
  } catch {
    return null;
  }
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}

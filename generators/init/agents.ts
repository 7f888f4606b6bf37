import { posix, relative } from 'node:path';
import type { FoundProject } from '../../src/project/find.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import { addEntries, entriesFile, type JsonEntries, type JsonObject } from '../../src/scaffold/json-entries.js';
import { readFolder } from '../../src/scaffold/reader.js';
import { markedSection, withSection } from '../../src/scaffold/section.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { type AgentName, agentNames } from '../agents/facts.js';
import { agentFiles } from '../agents/files.js';
import { factsOfProject } from '../agents/from-project.js';
import { agentsIn } from '../agents/names.js';
import type { JoinOptions } from './plan.js';

/** Whom the instructions are for, where nobody says: AGENTS.md, and the agents whose files are there. */
export function agentsOf({ root }: FoundProject): AgentName[] {
  return agentsIn(readFolder(root));
}

/** Instructions for coding agents, and what they may not do. What is there stays; ours goes beside it. */
export async function joinAgents(
  joining: Joining,
  found: FoundProject,
  around: Surroundings,
  options: JoinOptions,
  several: boolean,
): Promise<void> {
  const at = (path: string): string => posix.join(around.folder, path);
  const facts = await factsOfProject(
    {
      // With the scripts that are joined as well.
      read: (path) => joining.read(at(path)),
      list: (path) => around.files.list(at(path)),
      project: found,
      config: relative(found.root, found.configPath).replaceAll('\\', '/'),
    },
    around,
    several,
  );
  const names = agentNames.filter((name) => options.with.agents.includes(name));
  const fill = (template: string, values: Record<string, unknown>) =>
    options.render(`project/agents/${template}`, values);
  for (const file of agentFiles(facts, names, fill)) {
    const path = at(file.path);
    switch (file.kind) {
      case 'whole':
        if (!joining.create(path, file.content)) joining.notes.push(`${path} is there and stays as it is.`);
        break;
      case 'section':
        joinSection(joining, path, file.content);
        break;
      case 'entries':
        joinEntries(joining, path, file.entries);
        break;
    }
  }
}

function joinSection(joining: Joining, path: string, content: string): void {
  const there = joining.read(path);
  if (there === null) {
    joining.create(path, markedSection(content));
    return;
  }
  const after = withSection(there, content, path);
  if (after === there) return;
  if (after.startsWith(there)) joining.insert(path, after.slice(there.length), there.length);
  else joining.notes.push(`${path} has another section of drizzle-lockstep, which stays.`);
}

function joinEntries(joining: Joining, path: string, { entries, frame }: JsonEntries): void {
  const there = joining.read(path);
  const withComments = there === null && path.endsWith('opencode.json') && joining.read(`${path}c`) !== null;
  if (withComments || (there !== null && !isPlainJson(there))) {
    joining.notes.push(`${withComments ? `${path}c` : path} stays as it is; add to it: ${JSON.stringify(entries)}`);
  } else if (there === null) joining.create(path, entriesFile({ entries, ...(frame && { frame }) }));
  else for (const [keys, value] of leaves(entries)) joinLeaf(joining, path, keys, value);
}

/** A list of texts and a member are remembered as such; a list of objects as the text that they are. */
function joinLeaf(joining: Joining, path: string, keys: string[], value: JsonObject[string]): void {
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  const nested = keys.reduceRight<JsonObject[string]>((inner, key) => ({ [key]: inner }), value);
  if (!Array.isArray(value)) joining.members(path, asMembers(nested));
  else if (texts.length === value.length) joining.items(path, keys, texts);
  else {
    const there = joining.read(path) ?? '';
    const after = addEntries(there, { entries: asMembers(nested) }, path);
    const offset = firstDifference(there, after);
    if (after !== there) joining.insert(path, after.slice(offset, offset + after.length - there.length), offset);
  }
}

function leaves(entries: JsonObject, keys: string[] = []): [string[], JsonObject[string]][] {
  return Object.entries(entries).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? leaves(value, [...keys, key])
      : [[[...keys, key], value] satisfies [string[], JsonObject[string]]],
  );
}

function asMembers(value: JsonObject[string]): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

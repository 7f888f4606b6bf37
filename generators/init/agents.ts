import { posix, relative } from 'node:path';
import type { FoundProject } from '../../src/project/find.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import type { JsonEntries } from '../../src/scaffold/json-entries.js';
import { readFolder } from '../../src/scaffold/reader.js';
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
  base?: string,
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
    base,
  );
  const names = agentNames.filter((name) => options.with.agents.includes(name));
  const fill = (template: string, values: Record<string, unknown>) =>
    options.render(`project/agents/${template}`, values);
  if (around.folder !== '' && names.some((name) => name !== 'agents-md')) {
    joining.notes.push(`Agents read settings and hooks where they are started: start them in ${around.folder}/.`);
  }
  for (const file of agentFiles(facts, names, fill)) {
    const path = at(file.path);
    switch (file.kind) {
      case 'whole':
        if (!joining.create(path, file.content)) joining.notes.push(`${path} is there and stays as it is.`);
        break;
      case 'section':
        joining.section(path, file.content);
        break;
      case 'entries':
        joinEntries(joining, path, file.entries);
        break;
    }
  }
}

/** A file with comments is not edited safely, and OpenCode reads one of its two. */
function joinEntries(joining: Joining, path: string, entries: JsonEntries): void {
  const there = joining.read(path);
  const withComments = there === null && path.endsWith('opencode.json') && joining.read(`${path}c`) !== null;
  if (withComments || (there !== null && !isPlainJson(there))) {
    const file = withComments ? `${path}c` : path;
    joining.notes.push(`${file} stays as it is; add to it: ${JSON.stringify(entries.entries)}`);
  } else joining.entries(path, entries);
}

function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

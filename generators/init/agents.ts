import { posix } from 'node:path';
import type { FoundProject } from '../../src/project/find.js';
import { requireKit } from '../../src/project/kit.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { agentNames } from '../agents/facts.js';
import { agentFiles } from '../agents/files.js';
import { factsOfProject } from '../agents/from-project.js';
import type { JoinOptions } from './plan.js';

/** Instructions for coding agents, and what they may not do, as the project is with everything else that joins. */
export async function joinAgents(
  joining: Joining,
  found: FoundProject,
  around: Surroundings,
  options: JoinOptions,
): Promise<void> {
  const at = (path: string): string => posix.join(around.folder, path);
  const { root, dialect, schema, out } = found;
  const facts = await factsOfProject({
    root,
    read: (path) => joining.read(at(path)),
    list: (path) => around.files.list(at(path)),
    project: {
      dialect,
      schema,
      out,
      line: lineOf(root),
      config: posix.relative(around.folder || '.', found.project.config),
    },
  });
  const names = agentNames.filter((name) => options.with.agents.includes(name));
  for (const file of agentFiles(facts, names, (template, values) =>
    options.render(`project/agents/${template}`, values),
  )) {
    const path = at(file.path);
    if (file.kind === 'section') joining.section(path, file.content);
    else if (file.kind === 'entries') joining.entries(path, file.entries);
    else if (!joining.create(path, file.content)) joining.notes.push(`${path} is there already and stays as it is.`);
  }
}

function lineOf(root: string): 'journal' | 'folders' {
  try {
    return requireKit(root).line;
  } catch {
    return 'journal';
  }
}

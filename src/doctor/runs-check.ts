import type { Manifest } from './manifests.js';

/**
 * Whether a text, a hook or a workflow, runs `lockstep check` (or `generate`, `prove`, which end with one): by itself, or
 * through a script of a package.json that does, or one that runs such a script.
 */
export function runsCheck(text: string, manifests: Manifest[]): boolean {
  const direct = /\blockstep(?:\.js|\.cmd)?["']?\s+check\b/;
  const scripts = manifests.flatMap((manifest) => Object.entries(manifest.scripts));
  const running = new Set(scripts.filter(([, body]) => direct.test(body)).map(([name]) => name));
  for (let before = -1; before !== running.size; ) {
    before = running.size;
    for (const [name, body] of scripts) if (mentions(body, running)) running.add(name);
  }
  return direct.test(text) || mentions(text, running);
}

function mentions(text: string, scripts: Set<string>): boolean {
  return [...scripts].some((name) => {
    const quoted = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(
      `\\b(?:run|npm|pnpm|yarn|bun|turbo|nx|exec|npm-run-all|run-[sp])\\b[^\\n]*?(?<![\\w:-])${quoted}(?![\\w:-])`,
    ).test(text);
  });
}

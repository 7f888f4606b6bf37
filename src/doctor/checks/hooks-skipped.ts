import { join } from 'node:path';
import { gitSettings } from '../../repo/configuration.js';
import type { Check, Found } from '../check.js';
import { textAt } from '../hook-texts.js';

/** What turns off the hooks of each manager, in the environment. husky's as of 9.1, simple-git-hooks' as of 2.13. */
const switches: Record<string, { name: string; value: string }> = {
  husky: { name: 'HUSKY', value: '0' },
  lefthook: { name: 'LEFTHOOK', value: '0' },
  'simple-git-hooks': { name: 'SKIP_SIMPLE_GIT_HOOKS', value: '1' },
};

export const hooksSkipped: Check = {
  name: 'doctor/hooks-skipped',
  severity: 'warning',
  holds: 'Nothing turns hooks off',
  docs: {
    what: "Hooks are turned off on this machine: `HUSKY=0` in the environment or in husky's init.sh, `LEFTHOOK=0`, `SKIP_SIMPLE_GIT_HOOKS=1`, or an alias of git with `--no-verify`. CI is left alone.",
    why: 'Every commit of this machine goes unchecked, and nothing says so.',
    example: `doctor/hooks-skipped
  HUSKY=0 is set in the environment: no hook runs.`,
    mend: 'Take it out of the shell profile, of `~/.config/husky/init.sh`, or of the alias. Skip a single commit with `git commit --no-verify` where it must be: the hook before a push and CI still see it.',
  },
  async run({ repository, around, env, home }) {
    if (repository === null || around === null || around.hooks.kind === 'none' || env.CI) return null;
    const found: Found[] = [];
    const off = switches[around.hooks.kind];
    if (off !== undefined && env[off.name] === off.value) {
      found.push({
        message: `${off.name}=${off.value} is set in the environment: no hook runs.`,
        fix: `unset ${off.name}`,
      });
    }
    const init = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'husky/init.sh');
    if (around.hooks.kind === 'husky' && /^\s*(?:export\s+)?HUSKY=["']?0["']?/m.test(textAt(init) ?? '')) {
      found.push({ message: `${init} sets HUSKY=0: no hook runs.`, fix: `Take HUSKY=0 out of ${init}` });
    }
    for (const [name, value] of await gitSettings(repository)) {
      if (!name.startsWith('alias.') || !/--no-verify\b|\bcommit\s+(?:.*\s)?-[a-mo-z]*n[a-z]*\b/.test(value)) continue;
      found.push({
        message: `git ${name.slice('alias.'.length)} is an alias that skips hooks: ${value}`,
        fix: `git config --global --unset ${name}`,
        severity: 'info',
      });
    }
    return found;
  },
};

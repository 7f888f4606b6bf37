import type { Check } from '../check.js';
import { dockerIgnored } from './docker-ignored.js';
import { dockerNotCopied } from './docker-not-copied.js';
import { envTracked } from './env-tracked.js';
import { formatter } from './formatter.js';
import { hooksNotInstalled } from './hooks-not-installed.js';
import { hooksSkipped } from './hooks-skipped.js';
import { kitAndOrmDiffer } from './kit-and-orm-differ.js';
import { kitNotSupported } from './kit-not-supported.js';
import { lineEndings } from './line-endings.js';
import { migrateAtStart } from './migrate-at-start.js';
import { migrationsIgnored } from './migrations-ignored.js';
import { noBase } from './no-base.js';
import { noCi } from './no-ci.js';
import { noEngine } from './no-engine.js';
import { noHook } from './no-hook.js';
import { nodeVersion } from './node-version.js';
import { notInstalled } from './not-installed.js';
import { otherLockstep } from './other-lockstep.js';
import { outInSchema } from './out-in-schema.js';
import { outNotNamed } from './out-not-named.js';
import { outShared } from './out-shared.js';
import { poolerUrl } from './pooler-url.js';
import { pushScript } from './push-script.js';
import { schemaNotFound } from './schema-not-found.js';
import { secretInConfig } from './secret-in-config.js';
import { settings } from './settings.js';
import { shallowClone } from './shallow-clone.js';
import { staleInstall } from './stale-install.js';
import { twoOrms } from './two-orms.js';
import { unreadableConfig } from './unreadable-config.js';
import { wrongLayout } from './wrong-layout.js';

/** Every check, in the order in which it is shown: what others follow from comes first. */
export const checks: Check[] = [
  nodeVersion,
  notInstalled,
  kitNotSupported,
  kitAndOrmDiffer,
  staleInstall,
  twoOrms,
  wrongLayout,
  noEngine,
  otherLockstep,
  unreadableConfig,
  outNotNamed,
  outShared,
  outInSchema,
  schemaNotFound,
  secretInConfig,
  settings,
  noHook,
  hooksNotInstalled,
  hooksSkipped,
  noCi,
  envTracked,
  migrationsIgnored,
  lineEndings,
  shallowClone,
  noBase,
  dockerIgnored,
  dockerNotCopied,
  formatter,
  poolerUrl,
  pushScript,
  migrateAtStart,
];

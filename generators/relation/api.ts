import { LockstepError } from '../../src/errors.js';
import { findInstalled } from '../../src/project/kit.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { RelationsCall } from '../../src/schema/source/index.js';

/** The functions that a project tells drizzle its relations with. */
export interface RelationsApi {
  kind: 'relations' | 'defineRelations';
  module: string;
  /** Of drizzle-orm, as installed or asked for in package.json. */
  version: string;
}

/**
 * What the code uses already, else what the installed drizzle-orm has: `relations` of 0.x, `defineRelations` of 1.0.
 * Throws a LockstepError (exit 2) when the version cannot be found out, or does not have what the code uses.
 */
export function relationsApi(calls: readonly RelationsCall[], context: GeneratorContext): RelationsApi {
  const version = ormVersion(context);
  const isFirst = /^0\./.test(version);
  const newer = calls.find(({ kind }) => kind !== 'relations');
  const older = calls.find(({ kind }) => kind === 'relations');
  if (newer && isFirst) {
    throw misfit(
      newer,
      `drizzle-orm ${version} has no ${newer.kind}`,
      'Install drizzle-orm 1.0 (npm install drizzle-orm@rc drizzle-kit@rc), or write the relations with relations().',
    );
  }
  if (newer) return { kind: 'defineRelations', module: newer.module, version };
  if (older && older.module !== 'drizzle-orm/_relations' && !isFirst) {
    throw misfit(
      older,
      `drizzle-orm ${version} exports relations as drizzle-orm/_relations`,
      'Import it from there, or write the relations with defineRelations.',
    );
  }
  if (older?.module === 'drizzle-orm/_relations' && isFirst) {
    throw misfit(older, `drizzle-orm ${version} has no drizzle-orm/_relations`, "Import relations from 'drizzle-orm'.");
  }
  if (older) return { kind: 'relations', module: older.module, version };
  return { kind: isFirst ? 'relations' : 'defineRelations', module: 'drizzle-orm', version };
}

function misfit({ file, line }: RelationsCall, why: string, fix: string): LockstepError {
  return new LockstepError(`${file.path}:${line}: ${why}.`, { path: file.path, line, fix });
}

function ormVersion(context: GeneratorContext): string {
  const version = findInstalled(context.root, 'drizzle-orm')?.version ?? askedVersion(context.read('package.json'));
  if (version !== null) return version;
  throw new LockstepError('drizzle-orm is not installed, and 0.45 writes relations in another way than 1.0.', {
    fix: 'Install the dependencies (npm install), then run the command again.',
  });
}

/** `0.45.4` of `^0.45.4`; null for a tag or a catalog, of which the version is not known here. */
function askedVersion(manifest: string | null): string | null {
  const range = /"drizzle-orm"\s*:\s*"([^"]*)"/.exec(manifest ?? '')?.[1] ?? '';
  return /\d+\.\d+[\w.-]*/.exec(range)?.[0] ?? null;
}

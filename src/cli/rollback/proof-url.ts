import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

const name = 'LOCKSTEP_PROOF_URL';

/**
 * The server on which migrations may be proven: what the environment says, else what the project's `.env` says.
 * Nothing else of that file is read. Set and empty in the environment, it means none.
 *
 * @param folder absolute path of the project.
 */
export function proofUrl(env: NodeJS.ProcessEnv, folder: string): string | undefined {
  return (env[name] ?? inFile(join(folder, '.env'))) || undefined;
}

function inFile(path: string): string | undefined {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8'))[name] : undefined;
}

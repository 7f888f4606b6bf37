import { delimiter } from 'node:path';

/** What a person's own shell has, and what the network of this machine needs. */
const kept = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|XDG_.*)$/i,
  /^(SystemRoot|SystemDrive|ComSpec|PATHEXT|windir|APPDATA|LOCALAPPDATA|USERPROFILE|ProgramFiles.*|ProgramData)$/i,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|(https?|no|all)_proxy)$/i,
  /^npm_config_(cafile|ca|strict_ssl|proxy|https_proxy|noproxy|userconfig|globalconfig)$/i,
];

/**
 * The environment of a person at a terminal: nothing of the test runner, of the npm that started it, or of CI, which
 * package managers and this project treat otherwise. Commands of this repository are not on its PATH.
 */
export function personalEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (kept.some((pattern) => pattern.test(name))) environment[name] = value;
  }
  const path = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  environment[path] = (environment[path] ?? '')
    .split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin|node-gyp-bin/.test(folder))
    .join(delimiter);
  return { ...environment, NO_COLOR: '1', ...more };
}

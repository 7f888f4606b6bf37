// npm run lockfile: completes package-lock.json after a change of dependencies, where the registry is a mirror that
// lacks the packages of other platforms. npm leaves those out of the lockfile, and npm ci then refuses it everywhere.
// Adds the optional packages that others name with an exact version; system and processor are read from their names.
import { readFileSync, writeFileSync } from 'node:fs';

const platform =
  /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(gnu|gnueabihf|eabi|musl|musleabihf|msvc))?$/;
const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;
let added = 0;

for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`;
    const [, os, cpu, abi] = platform.exec(name) ?? [];
    if (packages[place] || packages[`${path}/${place}`] || os === undefined || !/^\d/.test(version)) continue;
    const { dev, license, engines } = siblingOf(name);
    packages[place] = {
      version,
      cpu: [cpu],
      ...(dev ? { dev } : {}),
      ...(os === 'linux' ? { libc: [abi?.startsWith('musl') ? 'musl' : 'glibc'] } : {}),
      ...(license ? { license } : {}),
      optional: true,
      os: [os],
      ...(engines ? { engines } : {}),
    };
    added++;
  }
}

/** The same package for a platform that the registry has. */
function siblingOf(name) {
  const stem = `node_modules/${name.replace(platform, '')}`;
  return Object.entries(packages).find(([path]) => path.startsWith(`${stem}-`) && platform.test(path))?.[1] ?? {};
}

const [root, ...others] = Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries([root, ...others].map((path) => [path, packages[path]]));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added to ${file}.`);

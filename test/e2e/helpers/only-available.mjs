// Yarn writes the packages of every platform into its lockfile and fails without one of them (seen on 4.18); a mirror
// that was filled from one platform lacks those of the others. Yarn is told of those alone that the registry has, as
// npm, pnpm and bun find out for themselves.

/** The same answers as `listener`; in a packument for Yarn without the optional dependencies that cannot be had. */
export function onlyAvailable(listener) {
  const versions = new Map();

  /** The packument of `name` from the registry itself, or `null`. */
  async function packument(name, host) {
    const url = `http://${host}/${name.replace('/', '%2f')}`;
    const answer = await fetch(url, { headers: { 'user-agent': 'registry' } });
    return answer.ok ? answer.json() : null;
  }

  async function isAvailable(name, version, host) {
    if (!versions.has(name)) {
      versions.set(
        name,
        packument(name, host).then((found) => new Set(Object.keys(found?.versions ?? {}))),
      );
    }
    const known = await versions.get(name);
    // A range is left to Yarn, as long as there is anything at all.
    return /^\d/.test(version) ? known.has(version) : known.size > 0;
  }

  return async (request, response) => {
    const name = decodeURIComponent(request.url.slice(1));
    // Yarn names its HTTP library only.
    const isYarn = /^got /.test(request.headers['user-agent'] ?? '');
    if (request.method !== 'GET' || !isYarn || !/^(@[^/]+\/)?[^/]+$/.test(name)) return listener(request, response);
    try {
      const { host } = request.headers;
      const found = await packument(name, host);
      for (const { optionalDependencies: optional = {} } of Object.values(found?.versions ?? {})) {
        for (const [dependency, version] of Object.entries(optional)) {
          if (!(await isAvailable(dependency, version, host))) delete optional[dependency];
        }
      }
      response.writeHead(found === null ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? { error: 'not found' }));
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  };
}

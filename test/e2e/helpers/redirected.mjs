const publicRegistry = 'https://registry.npmjs.org/';

/**
 * The same answers as `listener` for the packages `ours` and for Yarn; other package managers are sent to `upstream` for
 * what is not ours. verdaccio 6.7.4 reads, joins, stores and writes each packument anew: 20 s of processor time for the
 * packages of one project. A mirror is not redirected to: its packuments may name tarballs that only the public registry has.
 */
export function redirected(listener, upstream, ours) {
  if (upstream !== publicRegistry) return listener;
  return (request, response) => {
    const name = /^\/(@[^/]+\/[^/?]+|[^@/?-][^/?]*)/.exec(decodeURIComponent(request.url))?.[1];
    const isYarn = /^got /.test(request.headers['user-agent'] ?? '');
    if (request.method !== 'GET' || name === undefined || ours.includes(name) || isYarn)
      return listener(request, response);
    response.writeHead(301, { location: upstream + request.url.slice(1) }).end();
  };
}

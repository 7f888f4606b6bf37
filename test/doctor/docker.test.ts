import { describe, expect, test } from 'vitest';
import { finalChain, readCopy, readDockerfile, startCommand } from '../../src/doctor/dockerfile.js';
import { leftOutByDockerPatterns, leftOutByGitPatterns } from '../../src/doctor/patterns.js';
import { findings, json, places, repositoryWith } from './diagnose.js';

describe('reading a Dockerfile', () => {
  const stages = readDockerfile(`# syntax=docker/dockerfile:1
FROM --platform=linux/amd64 node:22-slim AS base
WORKDIR /app
from base as Build
RUN npm ci \\
  # a comment in between
  && npm run build
RUN <<EOF
COPY . /nowhere
EOF
FROM base
COPY --from=build --chown=node:node ["dist", "./dist"]
copy package.json "my file" ./
CMD ["node", "dist/index.js"]
`);

  test('stages with their names, bases and lines', () => {
    expect(stages.map(({ name, from, line }) => ({ name, from, line }))).toEqual([
      { name: 'base', from: 'node:22-slim', line: 2 },
      { name: 'build', from: 'base', line: 4 },
      { name: '2', from: 'base', line: 11 },
    ]);
    expect(finalChain(stages).map(({ name }) => name)).toEqual(['2', 'base']);
  });

  test('instructions over several lines, with comments and here-documents', () => {
    const [first, second, ...rest] = stages[1]?.instructions ?? [];
    expect(first?.text.replaceAll(/\s+/g, ' ')).toBe('npm ci && npm run build');
    expect(second).toMatchObject({ name: 'RUN', line: 8, text: expect.stringContaining('COPY . /nowhere') });
    expect(rest).toEqual([]);
  });

  test('what is copied, in both forms', () => {
    expect(stages[2]?.instructions.map(readCopy)).toEqual([
      { sources: ['dist'], target: './dist', from: 'build' },
      { sources: ['package.json', '"my', 'file"'], target: './', from: null },
      null,
    ]);
  });

  test('what a container runs, also where only an earlier stage says it', () => {
    expect(startCommand(stages)).toEqual({ text: 'node dist/index.js', line: 14 });
    const inherited = readDockerfile('FROM node AS a\nENTRYPOINT ["sh", "-c"]\nCMD echo no\nFROM a\nCMD npm start\n');
    expect(startCommand(inherited)?.text).toBe('sh -c npm start');
    expect(startCommand(readDockerfile('FROM node\n'))).toBeNull();
    expect(startCommand(readDockerfile(''))).toBeNull();
  });
});

describe('lists of patterns', () => {
  test.each([
    ['drizzle', 'drizzle/0001.sql', 1, 1],
    ['meta', 'drizzle/meta/a.json', 1, null],
    ['**/meta', 'drizzle/meta/a.json', 1, 1],
    ['*.json', 'drizzle/meta/a.json', 1, null],
    ['/drizzle/', 'drizzle/0001.sql', 1, 1],
    ['# drizzle', 'drizzle/0001.sql', null, null],
    ['*\n!drizzle', 'drizzle/0001.sql', null, null],
    ['drizzle\n!drizzle/*.sql', 'drizzle/0001.sql', null, null],
    ['drizzle-old', 'drizzle/0001.sql', null, null],
    ['./drizzle', 'drizzle/0001.sql', null, 1],
    ['/\n!\n.', 'drizzle/0001.sql', null, null],
  ])('%j on %s: as a .gitignore %s, as a .dockerignore %s', (list, path, git, docker) => {
    expect(leftOutByGitPatterns(list, path)).toBe(git);
    expect(leftOutByDockerPatterns(list, path)).toBe(docker);
  });
});

const start = {
  'package.json': json({ name: 'shop', scripts: { start: 'drizzle-kit migrate && node dist/index.js' } }),
};
const runtime = (copies: string, command = 'CMD ["npm", "start"]'): string =>
  `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\n\nFROM node:22-slim\nWORKDIR /app\n${copies}\n${command}\n`;

describe('an image without its migrations', () => {
  const of = (dockerfile: string, files: Record<string, string> = {}) =>
    places({ ...start, Dockerfile: dockerfile, ...files }, 'doctor/docker-not-copied');

  test('the last stage has node_modules and no more', async () => {
    const modules = 'COPY --from=build /app/node_modules ./node_modules\nCOPY package.json ./';
    expect(await of(runtime(modules))).toEqual(['warning Dockerfile 10']);
  });

  test.each([
    ['COPY --from=build /app/drizzle ./drizzle'],
    ['COPY --from=build /app .'],
    ['COPY . .'],
    ['COPY --from=build /app/dist ./dist'],
    ['COPY drizzle ./db'],
    ['RUN --mount=type=bind,target=/src cp -r /src/x /app'],
    ['ADD https://example.com/$VERSION /app'],
  ])('%s may bring them', async (copy) => {
    expect(await of(runtime(`COPY --from=build /app/node_modules ./node_modules\n${copy}`))).toEqual([]);
  });

  test('one that applies none, or is built on an image of which nothing is known', async () => {
    const modules = 'COPY --from=build /app/node_modules ./node_modules';
    expect(await of(runtime(modules, 'CMD ["node", "dist/index.js"]'))).toEqual([]);
    expect(await of(runtime(modules).replace('FROM node:22-slim', 'FROM registry.acme.io/base'))).toEqual([]);
    expect(await places({}, 'doctor/docker-not-copied')).toBeNull();
  });

  test('a shell script of the repository that the image starts with', async () => {
    const dockerfile = runtime('COPY docker/start.sh ./', 'ENTRYPOINT ["./start.sh"]');
    expect(
      await of(dockerfile, { 'docker/start.sh': 'set -e\nnode scripts/migrate.js\nexec node index.js\n' }),
    ).toEqual(['warning Dockerfile 9']);
    expect(await of(dockerfile, { 'docker/start.sh': 'exec node index.js\n' })).toEqual([]);
  });
});

describe('a .dockerignore that leaves migrations out', () => {
  const of = (ignore: string, files: Record<string, string>) =>
    places({ ...start, '.dockerignore': ignore, ...files }, 'doctor/docker-ignored');

  test('which the image applies, or copies by name', async () => {
    expect(await of('node_modules\ndrizzle\n', { Dockerfile: runtime('COPY . .') })).toEqual(['error .dockerignore 2']);
    const copies = runtime('COPY drizzle ./drizzle', 'CMD ["node", "index.js"]');
    expect(await of('**/*.sql\n', { Dockerfile: copies })).toEqual(['error .dockerignore 1']);
  });

  test('which no image needs, or that takes them in again', async () => {
    expect(await of('drizzle\n', { Dockerfile: runtime('COPY . .', 'CMD ["node", "index.js"]') })).toEqual([]);
    expect(await of('*\n!drizzle\n', { Dockerfile: runtime('COPY . .') })).toEqual([]);
    expect(await of('node_modules\n', { Dockerfile: runtime('COPY . .') })).toEqual([]);
  });

  test('is for the images of its own folder', async () => {
    const files = { ...start, 'app/.dockerignore': 'drizzle\n', Dockerfile: runtime('COPY . .') };
    expect(await places(files, 'doctor/docker-ignored')).toEqual([]);
  });
});

test('migrations at every start, by a script or an image', async () => {
  const repository = repositoryWith({
    ...start,
    Dockerfile: runtime('COPY . .', 'CMD npx drizzle-kit migrate && node .'),
  });
  expect(
    (await findings(repository, 'doctor/migrate-at-start'))?.map(({ path, line, severity }) => ({
      path,
      line,
      severity,
    })),
  ).toEqual([
    { path: 'package.json', line: 4, severity: 'info' },
    { path: 'Dockerfile', line: 9, severity: 'info' },
  ]);
  expect(
    await places(
      { 'package.json': json({ scripts: { 'db:migrate': 'drizzle-kit migrate' } }) },
      'doctor/migrate-at-start',
    ),
  ).toEqual([]);
});

/** What reading the formatter's configuration takes. */
type Read = (path: string) => string | null;

const prettierFiles = ['.prettierrc', '.prettierrc.json'];
const biomeFiles = ['biome.json', 'biome.jsonc'];

/** Most characters of a line, as the project's formatter has it: Biome and Prettier take 80 where nothing is said. 100 without either. */
export function lineWidth(read: Read): number {
  for (const path of biomeFiles) {
    const text = read(path);
    if (text !== null) return numberAfter('lineWidth', text) ?? 80;
  }
  for (const path of prettierFiles) {
    const text = read(path);
    if (text !== null) return numberAfter('printWidth', text) ?? 80;
  }
  const width = numberAfter('printWidth', read('package.json') ?? '');
  return width ?? 100;
}

/** The project has a formatter, by its configuration. */
export function hasFormatter(read: Read): boolean {
  const files = [
    ...biomeFiles,
    ...prettierFiles,
    ...['.yaml', '.yml', '.json5', '.toml', '.js', '.mjs', '.cjs', '.ts'].map((ending) => `.prettierrc${ending}`),
    ...['js', 'mjs', 'cjs', 'ts'].map((ending) => `prettier.config.${ending}`),
    'dprint.json',
  ];
  return files.some((path) => read(path) !== null) || /"prettier"\s*:/.test(read('package.json') ?? '');
}

/** The number of a setting in JSON, JSON with comments, or YAML. */
function numberAfter(name: string, text: string): number | undefined {
  const found = new RegExp(`["']?${name}["']?\\s*:\\s*(\\d{2,3})\\b`).exec(text);
  return found ? Number(found[1]) : undefined;
}

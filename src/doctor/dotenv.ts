/** One line of an environment file. */
export interface Assignment {
  name: string;
  value: string;
  /** 1-based. */
  line: number;
}

const lineForm = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/;

/** What a `.env` assigns, in order, with the lines. A value over several lines is read to the end of its first. */
export function readDotenv(text: string): Assignment[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    const [, name, rest = ''] = lineForm.exec(line) ?? [];
    if (name === undefined) return [];
    const quoted = /^(['"`])(.*?)\1/.exec(rest)?.[2];
    return [{ name, value: quoted ?? rest.replace(/\s+#.*$/, '').trim(), line: at + 1 }];
  });
}

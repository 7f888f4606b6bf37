import type { Engine } from '../../../database/engine.js';
import { literal } from '../text-parts.js';
import { quote } from './tables.js';

/** As the type itself writes it. */
export function columnText(column: string): string {
  return `${quote(column)}::text`;
}

/** What decides how a type writes its values, and that a migration may set for its own use. */
const settings: Record<string, string> = {
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
};

/** Reads with the settings that make texts comparable; the session's own are back afterwards. */
export async function withComparableTexts<T>(engine: Engine, read: () => Promise<T>): Promise<T> {
  const names = Object.keys(settings);
  // The parts of a select list are taken one after the other.
  const parts = names.map(
    (name) => `current_setting(${literal(name)}) as ${name}, ${setTo(name, settings[name] ?? '')}`,
  );
  const [before = {}] = await engine.query(`select ${parts.join(', ')}`);
  try {
    return await read();
  } finally {
    await engine.query(`select ${names.map((name) => setTo(name, String(before[name]))).join(', ')}`);
  }
}

function setTo(name: string, value: string): string {
  return `set_config(${literal(name)}, ${literal(value)}, false)`;
}

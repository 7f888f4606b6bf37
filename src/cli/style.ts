import { styleText } from 'node:util';

/** Colours text for stderr or stdout; plain where the stream is no terminal or colours are turned off. */
export function style(
  format: Parameters<typeof styleText>[0],
  text: string,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  return stream.isTTY && stream.hasColors() && !process.env.NO_COLOR ? styleText(format, text) : text;
}

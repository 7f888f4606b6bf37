import { LockstepError } from '../errors.js';

/** What stands before and after our part of a Markdown file that also belongs to others. */
export const sectionMarks = {
  begin: '<!-- drizzle-lockstep:begin (written by drizzle-lockstep; what is outside of the two marks is yours) -->',
  end: '<!-- drizzle-lockstep:end -->',
};

/** The beginning mark, whatever stands in its brackets. */
const begins = /<!-- drizzle-lockstep:begin\b[^\n]*-->/;

/** `content` between the marks: a whole file, or a part of one. */
export function markedSection(content: string): string {
  return `${sectionMarks.begin}\n${content.trim()}\n${sectionMarks.end}\n`;
}

/**
 * `existing` with our section in it: in the place of the one that is there, else at the end. Every byte outside of the
 * section stays; line endings are those of the file. Throws a LockstepError (exit 2) for a mark without its other half.
 */
export function withSection(existing: string, content: string, path: string): string {
  const newline = existing.includes('\r\n') ? '\r\n' : '\n';
  const section = markedSection(content).replaceAll('\n', newline);
  const place = placeOf(existing, path);
  if (place !== null) return existing.slice(0, place.start) + section + existing.slice(place.end);
  if (existing === '') return section;
  // Two newlines in any case: taking the section out again gives back whether the file ended in one.
  return `${existing}${newline}${newline}${section}`;
}

/** `existing` without our section, as it was before; `null` when nothing else is in it. */
export function withoutSection(existing: string, path: string): string | null {
  const place = placeOf(existing, path);
  if (place === null) return existing;
  const before = existing.slice(0, place.start).replace(/(?:\r?\n){2}$/, '');
  const after = existing.slice(place.end);
  if (place.start === 0 && after.trim() === '') return null;
  // What was written below the section since begins a line, also where the one above had no newline.
  const joins = /[^\n]$/.test(before) && /^[^\r\n]/.test(after);
  return before + (joins ? (existing.includes('\r\n') ? '\r\n' : '\n') : '') + after;
}

/** Our section of a text with its marks, with the line endings of the text; `null` when it has none. */
export function sectionIn(text: string, path: string): string | null {
  const place = placeOf(text, path);
  return place === null ? null : text.slice(place.start, place.end);
}

function placeOf(text: string, path: string): { start: number; end: number } | null {
  const begin = begins.exec(text);
  const end = text.indexOf(sectionMarks.end);
  if (begin === null && end < 0) return null;
  if (begin === null || end < begin.index) {
    throw new LockstepError(`${path} has one of the two marks of drizzle-lockstep's section, not both.`, {
      exitCode: 2,
      path,
      fix: `Put ${begin === null ? sectionMarks.begin : sectionMarks.end} back, or take the other one out.`,
    });
  }
  const rest = /^\r?\n/.exec(text.slice(end + sectionMarks.end.length))?.[0] ?? '';
  return { start: begin.index, end: end + sectionMarks.end.length + rest.length };
}

import { describe, expect, test } from 'vitest';
import { upHash } from '../../src/history/down-header.js';
import { Approvals } from '../../src/review/approvals.js';
import { whyNotApprovable, withApproval } from '../../src/review/approve.js';

const up = 'DROP TABLE "users";\n';
const header = `-- Down of: 0001_gone\n-- Up: sha256:${upHash(up)}\n`;
const down = `${header}\n-- Undo changes\nCREATE TABLE "users" ();\n`;

describe('an approval in a down file', () => {
  test('is a line of its header, and the rest stays as it is', () => {
    expect(withApproval(down, up, 'drop-table:users', 'unused')).toBe(
      `${header}-- Approved: drop-table:users: unused\n\n-- Undo changes\nCREATE TABLE "users" ();\n`,
    );
  });

  test('keeps line endings and a byte order mark', () => {
    const windows = `\uFEFF${down.replaceAll('\n', '\r\n')}`;
    const approved = withApproval(windows, up, 'drop-table:users', 'unused');
    expect(approved).toBe(`\uFEFF${withApproval(down, up, 'drop-table:users', 'unused').replaceAll('\n', '\r\n')}`);
    expect(new Approvals(approved, up).reasonFor('drop-table:users')).toBe('unused');
  });

  test('takes the place of one of the same name, and of no other', () => {
    const twice = withApproval(withApproval(down, up, 'drop-table:users', 'a'), up, 'drop-table:users', 'b');
    const other = withApproval(twice, up, 'drop-table:users_old', 'c');
    const approvals = new Approvals(other, up);
    expect([approvals.reasonFor('drop-table:users'), approvals.reasonFor('drop-table:users_old')]).toEqual(['b', 'c']);
    expect(other.match(/Approved/g)).toHaveLength(2);
  });

  test('is for the SQL that it was given for', () => {
    const approved = withApproval(down, up, 'drop-table:users', 'unused');
    expect(new Approvals(approved, up.replaceAll('\n', '\r\n')).reasonFor('drop-table:users')).toBe('unused');
    expect(new Approvals(approved, `${up}DROP TABLE "posts";`).reasonFor('drop-table:users')).toBeNull();
    expect(whyNotApprovable(approved, `${up}DROP TABLE "posts";`)).toBe('stale');
  });

  test('makes a file that somebody wrote say for which SQL it is', () => {
    const approved = withApproval('CREATE TABLE "users" ();\n', up, 'drop-table:users', 'unused');
    expect(approved).toBe(
      `-- Up: sha256:${upHash(up)}\n-- Approved: drop-table:users: unused\n\nCREATE TABLE "users" ();\n`,
    );
    expect(new Approvals('-- Approved: drop-table:users: unused\n', up).reasonFor('drop-table:users')).toBeNull();
  });

  test('needs a reason', () => {
    const empty = `${header}-- Approved: drop-table:users: \n`;
    expect(new Approvals(empty, up).reasonFor('drop-table:users')).toBeNull();
    const placeholder = `${header}-- Approved: drop-table:users: …\n`;
    expect(new Approvals(placeholder, up).reasonFor('drop-table:users')).toBeNull();
  });
});

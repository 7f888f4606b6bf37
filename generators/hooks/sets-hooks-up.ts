/**
 * The script that runs the file `path` after an install. Not `node PATH`: an image that copies package.json alone before
 * it installs has no `.husky` yet, and its build would fail.
 */
export function setsHooksUp(path: string): string {
  return `node -e "import('./${path}').catch(() => {})"`;
}

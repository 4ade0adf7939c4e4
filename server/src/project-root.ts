import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout, whether this runs from source or from `dist/`, and from wherever it was started. */
export function projectRoot(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (isWorkspace(path.join(folder, 'package.json'))) return folder
    if (folder === path.dirname(folder)) return process.cwd()
  }
}

function isWorkspace(manifest: string): boolean {
  return fs.existsSync(manifest) && 'workspaces' in JSON.parse(fs.readFileSync(manifest, 'utf8'))
}

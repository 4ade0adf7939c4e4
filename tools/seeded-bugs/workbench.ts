import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..', '..')
const notCopied = new Set(['.git', '.cache', 'node_modules', 'data', 'test-results', 'screenshots'])

/** A copy of the sources that can be broken without harm: hard links, whose content is never written through. */
export interface Workbench {
  folder: string
  /** Puts `replace` in the place of `find`. @throws Error when `find` does not stand in the file exactly once. */
  breakFile(file: string, find: string, replace: string): void
  /** As it was before. */
  mend(file: string): void
  remove(): void
}

/** Makes a workbench beside the caches. What is installed is linked, but for our own workspaces, which are the copy's. */
export function setUpWorkbench(name: string): Workbench {
  const folder = path.join(root, '.cache', 'seeded-bugs', name)
  fs.rmSync(folder, { recursive: true, force: true })
  link('')
  function link(inside: string): void {
    fs.mkdirSync(path.join(folder, inside), { recursive: true })
    for (const entry of fs.readdirSync(path.join(root, inside), { withFileTypes: true })) {
      const at = path.join(inside, entry.name)
      if (entry.name === 'node_modules') linkInstalled(at)
      else if (notCopied.has(entry.name)) continue
      else if (entry.isDirectory()) link(at)
      else if (entry.isFile()) linkFile(at)
    }
  }
  function linkFile(at: string): void {
    try {
      fs.linkSync(path.join(root, at), path.join(folder, at))
    } catch {
      // On another file system, or one without hard links.
      fs.copyFileSync(path.join(root, at), path.join(folder, at))
    }
  }
  function linkInstalled(at: string): void {
    fs.mkdirSync(path.join(folder, at), { recursive: true })
    for (const name of fs.readdirSync(path.join(root, at))) {
      const from = path.join(root, at, name)
      if (name === '@quittance')
        fs.cpSync(from, path.join(folder, at, name), { recursive: true, verbatimSymlinks: true })
      else if (!name.startsWith('.vite')) fs.symlinkSync(from, path.join(folder, at, name))
    }
  }
  return {
    folder,
    breakFile(file, find, replace) {
      const text = fs.readFileSync(path.join(root, file), 'utf8')
      const times = find === '' ? 0 : text.split(find).length - 1
      if (times !== 1) throw new Error(`stands ${times} times in ${file}, not once:\n${find}`)
      fs.rmSync(path.join(folder, file))
      fs.writeFileSync(
        path.join(folder, file),
        text.replace(find, () => replace),
      )
    },
    mend(file) {
      fs.rmSync(path.join(folder, file), { force: true })
      linkFile(file)
    },
    remove() {
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

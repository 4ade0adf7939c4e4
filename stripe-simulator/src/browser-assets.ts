import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Assets = Record<string, string>

/** Beside the production bundle lies what was built for browsers; in the source tree there is no such folder. */
const builtFolder = fileURLToPath(new URL('./stripe-simulator/', import.meta.url))
const sourceFolder = fileURLToPath(new URL('./stripe-js/', import.meta.url))

let assets: Promise<Assets> | null = null

/** One file for browsers by its name (`stripe.js`, `element.html` …), or null. Built on first need. */
export async function browserAsset(name: string): Promise<string | null> {
  assets ??= existsSync(builtFolder) ? readBuilt() : buildBrowserAssets()
  return (await assets)[name] ?? null
}

/** Bundles the browser scripts with esbuild and reads the static files; answers all of them by name. */
export async function buildBrowserAssets(): Promise<Assets> {
  const { build } = await import('esbuild')
  const result = await build({
    entryPoints: {
      stripe: join(sourceFolder, 'stripe.ts'),
      element: join(sourceFolder, 'frame/element-frame.ts'),
      authenticated: join(sourceFolder, 'authenticated.ts'),
    },
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
    outdir: 'out',
    legalComments: 'none',
  })
  const scripts = result.outputFiles.map((file) => [file.path.split(/[\\/]/).at(-1)!, file.text] as const)
  const files = await Promise.all(
    staticFiles.map(async (name) => [name, await readFile(join(sourceFolder, name), 'utf8')] as const),
  )
  return Object.fromEntries([...scripts, ...files])
}

/** Writes all browser assets into a folder, which the production bundle expects beside it as `stripe-simulator/`. */
export async function writeBrowserAssets(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(await buildBrowserAssets()))
    await writeFile(join(folder, name), text)
}

const staticFiles = ['element.html', 'element.css', 'pages.css', 'dashboard.css']
const builtFiles = ['stripe.js', 'element.js', 'authenticated.js', ...staticFiles]

async function readBuilt(): Promise<Assets> {
  const files = builtFiles.map(
    async (name) => [name, await readFile(join(builtFolder, name), 'utf8')] as const,
  )
  return Object.fromEntries(await Promise.all(files))
}

import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { type Edge, walls } from './rules.ts'

/** One breach of a wall: where, which wall, and what to do instead. */
export interface Breach {
  file: string
  line: number
  wall: string
  target: string
  teach: string
}

/**
 * Looks for imports that go through a wall, in files given by their path from the root of the checkout. Imports of
 * types, `import()`, `export … from` and `new URL('./…', import.meta.url)` count as well.
 */
export function findBreaches(files: Map<string, string>): Breach[] {
  return [...files].flatMap(([file, source]) => [
    ...badFolder(file),
    ...importsOf(file, source).flatMap(({ line, ...edge }) => breachesOf(edge, line)),
    ...(/^core\/src\/.+(?<!\.test)\.ts$/.test(file) ? clockAndChance(file, source) : []),
  ])
}

function breachesOf(edge: Edge, line: number): Breach[] {
  return walls
    .filter((wall) => wall.forbids(edge))
    .map((wall) => ({ file: edge.from, line, wall: wall.name, target: edge.to, teach: wall.teach }))
}

const nothingNames = /(^|\/)(utils?|helpers?|common|shared|lib|misc|services?)\//

function badFolder(file: string): Breach[] {
  if (!nothingNames.test(file)) return []
  return [
    {
      file,
      line: 1,
      wall: 'folders have a subject',
      target: file,
      teach: 'name the folder after what is in it',
    },
  ]
}

function importsOf(file: string, source: string): (Edge & { line: number })[] {
  const { module, program } = parseSync(file, source)
  const found: { specifier: string; start: number; typeOnly: boolean }[] = []
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType)
    found.push({ specifier: moduleRequest.value, start, typeOnly })
  }
  for (const { entries, start } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest)?.moduleRequest
    if (request)
      found.push({ specifier: request.value, start, typeOnly: entries.every((entry) => entry.isType) })
  }
  new Visitor({
    ImportExpression({ source: from, start }) {
      if (from.type === 'Literal') found.push({ specifier: String(from.value), start, typeOnly: false })
    },
    NewExpression({ callee, arguments: [first, second], start }) {
      const isFileUrl =
        callee.type === 'Identifier' && callee.name === 'URL' && second?.type === 'MemberExpression'
      if (!isFileUrl || first?.type !== 'Literal') return
      if (/\.[cm]?tsx?$/.test(String(first.value)))
        found.push({ specifier: String(first.value), start, typeOnly: false })
    },
  }).visit(program)
  return found.map(({ specifier, start, typeOnly }) => ({
    from: file,
    to: resolve(file, specifier),
    typeOnly,
    line: lineOf(source, start),
  }))
}

/** A path from the root for files of ours, `npm:name` or `node:name` for all others. */
function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  if (specifier.startsWith('node:')) return specifier
  const ours = specifier.match(/^@quittance\/([^/]+)\/(.+)$/)
  if (ours) return `${ours[1]}/src/${ours[2]?.replace(/\.ts$/, '')}.ts`
  const [scope, name] = specifier.split('/')
  return `npm:${scope?.startsWith('@') ? `${scope}/${name}` : scope}`
}

/** Rules must give the same answer every time: time and chance come in as arguments. */
function clockAndChance(file: string, source: string): Breach[] {
  const found: Breach[] = []
  const report = (target: string, start: number) =>
    found.push({
      file,
      line: lineOf(source, start),
      wall: 'core has no clock and no dice',
      target,
      teach: 'take the time, or the random value, as an argument',
    })
  new Visitor({
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return
      const called = `${object.name}.${property.name}`
      if (['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID'].includes(called))
        report(called, start)
    },
    NewExpression({ callee, arguments: given, start }) {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0)
        report('new Date()', start)
    },
  }).visit(parseSync(file, source).program)
  return found
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}

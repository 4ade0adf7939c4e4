import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world?.stop())

it('the curl walk in the README works as printed', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const walk = /```sh\n(base=[\s\S]*?)```/.exec(readme)![1]!
  const { stdout } = await promisify(execFile)('bash', [
    '-euc',
    walk.replace('http://localhost:3000', world.url),
  ])
  const lines = stdout.trim().split('\n')
  expect(lines[0]).toMatch(/^Invoice INV-\d{4}-\d{4} from Harbour Lane Studio$/)
  expect(lines[1]).toBe('paid')
  const number = lines[0]!.split(' ')[1]
  const subjects = lines.slice(2)
  expect(subjects.filter((subject) => subject === `Invoice ${number} was paid`)).toHaveLength(2)
  expect(subjects.some((subject) => subject.startsWith('Receipt'))).toBe(true)
}, 40_000)

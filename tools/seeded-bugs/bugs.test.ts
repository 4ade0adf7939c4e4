import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { seededBugs } from './bugs.ts'

const root = path.resolve(import.meta.dirname, '..', '..')

test.each(seededBugs)('“$name” still finds the place it breaks, once', ({ file, find }) => {
  expect(readFileSync(path.join(root, file), 'utf8').split(find)).toHaveLength(2)
})

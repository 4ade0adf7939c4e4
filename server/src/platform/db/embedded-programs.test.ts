import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findPostgresPrograms } from './embedded-programs.ts'

const asRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }

test('programs installed with --ignore-scripts get the library links they lack', () => {
  const installed = programsWithoutLinks()

  const found = findPostgresPrograms({ dataDir: '/nowhere', runAs: null, installed })

  expect(found).toBe(installed)
  expect(execFileSync(path.join(found, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' })).toMatch(
    /18\./,
  )
})

test.runIf(asRoot)('programs in a private folder of root are copied to where nobody may run them', () => {
  const installed = programsWithoutLinks()
  const place = path.join(temporaryFolder(0o755), 'cache')

  const found = findPostgresPrograms({ dataDir: '/nowhere', runAs: nobody, installed, places: [place] })

  expect(path.dirname(found)).toBe(place)
  const version = execFileSync(path.join(found, 'bin', 'initdb'), ['--version'], {
    ...nobody,
    cwd: '/',
    encoding: 'utf8',
  })
  expect(version).toMatch(/18\./)
  expect(findPostgresPrograms({ dataDir: '/nowhere', runAs: nobody, installed, places: [place] })).toBe(found)
})

test.runIf(asRoot)('a copy that somebody else put in the temporary folder is never run', () => {
  const installed = programsWithoutLinks()
  const place = path.join(temporaryFolder(0o755), 'cache')
  fs.mkdirSync(place)
  fs.chownSync(place, 65533, 65533)

  expect(() =>
    findPostgresPrograms({ dataDir: '/nowhere', runAs: nobody, installed, places: [place] }),
  ).toThrow(/cannot be used by the user they have to run as; move Quittance out of the private folder/)
})

/** The package as npm unpacks it without running its install script, in a folder that only we may enter. */
function programsWithoutLinks(): string {
  const original = findPostgresPrograms({ dataDir: '/nowhere', runAs: null })
  const installed = path.join(temporaryFolder(0o700), 'native')
  fs.cpSync(original, installed, { recursive: true, filter: (file) => !fs.lstatSync(file).isSymbolicLink() })
  fs.copyFileSync(path.join(original, '..', 'package.json'), path.join(installed, '..', 'package.json'))
  return installed
}

function temporaryFolder(mode: number): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'programs-test-'))
  fs.chmodSync(folder, mode)
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

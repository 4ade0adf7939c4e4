import os from 'node:os'
import { defineConfig } from 'vitest/config'

/** Unit and integration tests of every workspace; the browser stories in e2e/ belong to Playwright. */
export default defineConfig({
  test: {
    include: [
      '{core,server,admin,stripe-simulator}/src/**/*.test.{ts,tsx}',
      '{core,server,admin,stripe-simulator,bin}/test/**/*.test.{ts,tsx}',
      'bin/src/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    // The tests wait more than they work: every core has one, not all but one.
    maxWorkers: os.availableParallelism(),
    // One file after the other in a process that is warm: half of a cold file's time goes into compiling the server again.
    // Nothing outlives a world, so nothing is shared but code.
    isolate: false,
    globalSetup: ['server/test/database-template.ts'],
    setupFiles: ['server/test/hash-once.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

import { existsSync } from 'node:fs'
import { type Browser, chromium } from '@playwright/test'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** Whether there is a Chromium to test in; prints a line when there is none. */
export function hasChromium(): boolean {
  if (existsSync(executablePath)) return true
  console.log(`skipped: no Chromium at ${executablePath} (set CHROMIUM_PATH)`)
  return false
}

/** Starts the Chromium of this machine; it calls nobody by itself. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
}

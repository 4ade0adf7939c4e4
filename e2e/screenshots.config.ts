import { defineConfig } from '@playwright/test'
import stories from './playwright.config.ts'

/** `npm run screenshots`: every page in ../screenshots, for people to look at. No test. */
export default defineConfig({ ...stories, testMatch: 'screenshots.ts', workers: 2, timeout: 300_000 })

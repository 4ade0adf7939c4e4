/** Draws every e-mail to look at, as HTML and as text: `npx tsx server/test/preview-emails.ts FOLDER`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchChromium } from './chromium.ts'
import { emailExamples } from './email-examples.ts'

const folder = process.argv[2] ?? 'screenshots'
await mkdir(folder, { recursive: true })
const browser = await launchChromium()
for (const [name, render] of Object.entries(emailExamples('en')).concat(
  Object.entries(emailExamples('fr')).map(([name, render]) => [`${name}-fr`, render]),
)) {
  const email = await render()
  await writeFile(join(folder, `${name}.txt`), `${email.subject}\n\n${email.text}`)
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [600, 390]) {
      const page = await browser.newPage({ viewport: { width, height: 600 }, colorScheme })
      await page.setContent(email.html)
      await page.screenshot({
        path: join(folder, `email-${name}-${colorScheme}-${width}.png`),
        fullPage: true,
      })
      await page.close()
    }
  }
}
await browser.close()

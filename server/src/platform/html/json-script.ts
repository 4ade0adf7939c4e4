import { html, raw } from 'hono/html'
import type { Html } from './document.ts'

/** Data for the browser's script, as a block that no browser runs. */
export function jsonScript(id: string, data: unknown): Html {
  // '<' is the only character that can end the block or open a comment in it (HTML, "Restrictions for script elements").
  return html`<script type="application/json" id="${id}">${raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>`
}

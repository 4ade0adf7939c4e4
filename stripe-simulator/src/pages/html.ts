/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

/** HTML that was made here and may stand in other HTML as it is. */
export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

/** Builds HTML; whatever is put in is escaped unless it is markup itself. Lists are joined; null and false are left out. */
export function markup(texts: TemplateStringsArray, ...values: unknown[]): Markup {
  return new Markup(texts.map((text, index) => text + shown(values[index])).join(''))
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === false) return ''
  if (Array.isArray(value)) return value.map(shown).join('')
  return value instanceof Markup ? value.html : escapeHtml(String(value))
}

/** A whole small page; styles and scripts come as files, so that a strict policy can hold. */
export function htmlPage(
  title: string,
  body: string,
  { script, stylesheet = 'pages.css' }: { script?: string | undefined; stylesheet?: string } = {},
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/js/${stylesheet}">
${script ? `<script src="${script}" defer></script>` : ''}
</head>
<body>
${body}
</body>
</html>
`
}

/** What a page answers: HTML, or where the browser goes next. */
export type Page = { status: number; html: string } | { redirect: string; cookie?: string }

/** A page of one narrow column under a headline. `content` is HTML. */
export function simplePage(status: number, title: string, content: string, script?: string): Page {
  const main = `<main class="challenge"><p class="badge">Simulated Stripe · no money moves</p><h1>${escapeHtml(title)}</h1>${content}</main>`
  return { status, html: htmlPage(title, main, { script }) }
}

/** A page that only says something. */
export function messagePage(status: number, title: string, message: string, script?: string): Page {
  return simplePage(status, title, `<p>${escapeHtml(message)}</p>`, script)
}

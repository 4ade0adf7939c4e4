import { createRequire } from 'node:module'
import path from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { html } from 'hono/html'

const files = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

/** The readable form of /openapi.json. Everything comes from here; nothing is fetched from elsewhere. */
export const apiDocs = new Hono()

apiDocs.get('/', (http) =>
  http.html(
    html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Quittance API</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>`,
    200,
    {
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'",
    },
  ),
)
apiDocs.get('/start.js', (http) =>
  http.body(
    "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', validatorUrl: null, deepLinking: true })",
    200,
    { 'content-type': 'text/javascript' },
  ),
)
apiDocs.get(
  '/:file{swagger-ui\\.css|swagger-ui-bundle\\.js}',
  serveStatic({ root: files, rewriteRequestPath: (address) => address.replace('/api/docs', '') }),
)

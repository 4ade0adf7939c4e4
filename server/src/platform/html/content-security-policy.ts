/** A Content-Security-Policy header from its directives: `{'script-src': ["'self'"]}` → `script-src 'self'`. */
export function contentSecurityPolicy(directives: Record<string, string[]>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}

/** The strict frame every page of ours starts from: nothing is loaded that is not ours, and nobody frames us. */
export const strictDirectives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
} satisfies Record<string, string[]>

import { type Logger, pino } from 'pino'

// Nothing that opens a door is logged (R37): not by these names, wherever they stand.
const secrets = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'secret_key',
  'secretKey',
  'client_secret',
  'token',
  'api_key',
  'apiKey',
]

/** JSON lines on stdout. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  })
}

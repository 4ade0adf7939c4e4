import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

// OWASP Password Storage Cheat Sheet: scrypt N=2^15, r=8, p=3 (32 MiB).
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }
const atOnce = 2
let running = 0
const waiting: (() => void)[] = []

/** A salted scrypt hash, self-describing so that the cost may be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`
}

/** Compares in constant time. With `null` (no such member) it spends the same time and says no. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, salt, hash] = (stored ?? `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`).split('$') as [
    string,
    string,
    string,
  ]
  const derived = await derive(password, Buffer.from(salt, 'base64url'))
  const expected = Buffer.from(hash, 'base64url')
  return timingSafeEqual(derived, expected) && stored !== null
}

/** A crowd of sign-ins must not starve the payment pages: hashes run two at a time. */
async function derive(password: string, salt: Buffer): Promise<Buffer> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

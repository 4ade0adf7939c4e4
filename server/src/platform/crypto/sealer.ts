import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Keeps secrets unreadable in the database (R37). */
export interface Sealer {
  /** Encrypts for one `purpose` (such as `acct_…/stripe_key`): a sealed text moved elsewhere does not open. */
  seal(plain: string, purpose: string): string
  /** @throws when the text was sealed with a key we no longer have, for another purpose, or altered. */
  open(sealed: string, purpose: string): string
  /** The same secret sealed with the current key; null when it is already. @throws as `open`. */
  reseal(sealed: string, purpose: string): string | null
}

/** AES-256-GCM with the first of `keys`; the others still open what they once sealed (key rotation). 32 bytes each. */
export function createSealer(keys: Buffer[]): Sealer {
  const byName = new Map(keys.map((key) => [nameOfKey(key), key]))
  const current = keys[0]!
  const sealer: Sealer = {
    seal(plain, purpose) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(purpose))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [
        'v1',
        nameOfKey(current),
        Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url'),
      ].join('.')
    },
    open(sealed, purpose) {
      const [version, name, data] = sealed.split('.')
      const key = byName.get(name ?? '')
      if (version !== 'v1' || !key || !data)
        throw new Error('Sealed with a SECRET_KEY that is no longer configured (set SECRET_KEY_PREVIOUS)')
      const bytes = Buffer.from(data, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    reseal(sealed, purpose) {
      if (sealed.startsWith(`v1.${nameOfKey(current)}.`)) return null
      return sealer.seal(sealer.open(sealed, purpose), purpose)
    },
  }
  return sealer
}

/** Under which name a key's sealed texts know it; tells nothing of the key. */
export function nameOfKey(key: Buffer): string {
  return createHash('sha256').update('quittance key name').update(key).digest('hex').slice(0, 8)
}

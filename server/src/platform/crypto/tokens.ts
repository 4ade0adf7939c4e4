import { createHash, randomInt } from 'node:crypto'

// No 0/O, 1/l/I: payment addresses are printed and typed.
const alphabet = '23456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'

/** A secret of 24 characters (140 random bits) that can be typed and double-clicked (R17 asks for 128). */
export function newToken(): string {
  let token = ''
  for (let i = 0; i < 24; i++) token += alphabet[randomInt(alphabet.length)]
  return token
}

/** What is stored and looked up instead of a token: its SHA-256. Tokens are random, so no salt or stretching is needed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

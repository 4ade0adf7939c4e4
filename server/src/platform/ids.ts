import { randomBytes } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
let last = 0

/** A fresh id such as `inv_01kb…`: the prefix, 10 characters of time (so ids sort as they were made), 15 random ones (75 bits). */
export function newId(prefix: string): string {
  last = Math.max(last + 1, Date.now() * 16)
  let time = ''
  for (let rest = last, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time
  let random = ''
  for (const byte of randomBytes(15)) random += alphabet[byte % 32]
  return `${prefix}_${time}${random}`
}

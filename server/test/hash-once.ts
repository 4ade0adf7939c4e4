import { vi } from 'vitest'
import type * as passwords from '../src/platform/crypto/passwords.ts'

/**
 * Every business of a test has the same password. Each process hashes it once, as slowly as the product does, instead of
 * hundreds of times; it is checked as always.
 */
vi.mock('../src/platform/crypto/passwords.ts', async (original) => {
  const real = await original<typeof passwords>()
  const hashed = new Map<string, Promise<string>>()
  return {
    ...real,
    hashPassword(password: string) {
      if (!hashed.has(password)) hashed.set(password, real.hashPassword(password))
      return hashed.get(password)!
    },
  }
})

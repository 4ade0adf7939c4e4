import { expect, it } from 'vitest'
import { publicDomain } from './register-pay-domain.ts'

it.each([
  ['https://invoices.example.com', 'invoices.example.com'],
  ['https://invoices.example.com:8443/x', 'invoices.example.com'],
  ['http://invoices.example.com', null],
  ['http://localhost:3000', null],
  ['https://localhost', null],
  ['https://127.0.0.1', null],
  ['https://[::1]', null],
])('wallets may be offered at %s: %s', (url, domain) => {
  expect(publicDomain(url)).toBe(domain)
})

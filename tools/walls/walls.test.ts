import { describe, expect, test } from 'vitest'
import { findBreaches } from './find-breaches.ts'
import { walls } from './rules.ts'

/** For each wall: a file and an import that must be refused, and beside it one that is legal. */
const planted: Record<
  string,
  { refused: [file: string, source: string][]; legal: [file: string, source: string][] }
> = {
  'core is pure': {
    refused: [
      ['core/src/money.ts', `import { z } from 'zod'`],
      ['core/src/money.ts', `import fs from 'node:fs'`],
      ['core/src/invoice/totals.ts', `import type { Config } from '../../../server/src/config.ts'`],
      ['core/src/money.ts', `export { now } from '@quittance/server/platform/clock'`],
    ],
    legal: [
      ['core/src/invoice/totals.ts', `import { allocate } from '../money.ts'`],
      ['core/src/money.test.ts', `import fc from 'fast-check'`],
    ],
  },
  'the platform knows no product': {
    refused: [
      [
        'server/src/platform/mail/mailer.ts',
        `import { send } from '../../features/invoices/send-invoice.ts'`,
      ],
      ['server/src/platform/http/server.ts', `import { routes } from '../../routes.ts'`],
      ['server/src/platform/db/pool.ts', `import type { Config } from '../../config.ts'`],
    ],
    legal: [['server/src/platform/mail/mailer.ts', `import { log } from '../log.ts'`]],
  },
  'the platform knows no rules': {
    refused: [
      ['server/src/platform/http/problem.ts', `import { send } from '@quittance/core/invoice/lifecycle'`],
    ],
    legal: [
      ['server/src/platform/http/problem.ts', `import { Refusal } from '@quittance/core/refusal'`],
      [
        'server/src/platform/pdf/render-pdf.ts',
        `import type { Invoice } from '@quittance/core/invoice/invoice'`,
      ],
    ],
  },
  'features do not know their composition': {
    refused: [
      ['server/src/features/invoices/send-invoice.ts', `import { app } from '../../app.ts'`],
      ['server/src/features/tour/seed.ts', `const { react } = await import('../../reactions.ts')`],
      ['server/src/features/tour/seed.ts', `import { readConfig } from '../../config.ts'`],
    ],
    legal: [
      ['server/src/features/invoices/send-invoice.ts', `import type { Config } from '../../config.ts'`],
      ['server/src/app.ts', `import { sendInvoice } from './features/invoices/send-invoice.ts'`],
    ],
  },
  'the staircase': {
    refused: [
      ['server/src/features/invoices/store.ts', `import { payments } from '../payments/queries.ts'`],
      ['server/src/features/customers/store.ts', `import type { Row } from '../accounts/queries.ts'`],
      ['server/src/features/pay-page/queries.ts', `import { a } from '../bookings/queries.ts'`],
      ['server/src/features/notifications/send-receipt.ts', `import { seed } from '../tour/seed.ts'`],
    ],
    legal: [
      [
        'server/src/features/payments/settle-payment.ts',
        `import { load } from '../invoices/load-invoice.ts'`,
      ],
      ['server/src/features/invoices/send-invoice.ts', `import { save } from './store.ts'`],
      ['server/src/features/tour/seed.ts', `import { setUp } from '../accounts/set-up-business.ts'`],
    ],
  },
  'every feature has a step': {
    refused: [['server/src/features/quotes/draft-quote.ts', `import { save } from './store.ts'`]],
    legal: [['server/src/features/taxes/create-tax-rate.ts', `import { save } from './store.ts'`]],
  },
  'doors are private': {
    refused: [
      ['server/src/features/payments/api.ts', `import { invoiceOut } from '../invoices/api.ts'`],
      ['server/src/features/tour/start-tour.ts', `import { routes } from '../pay-page/routes.ts'`],
      [
        'server/src/features/notifications/paid-email.tsx',
        `import { Layout } from '../invoices/invoice-email.tsx'`,
      ],
    ],
    legal: [
      ['server/src/features/payments/api.ts', `import { getInvoice } from '../invoices/queries.ts'`],
      ['server/src/features/invoices/send-invoice.ts', `import { InvoiceEmail } from './invoice-email.tsx'`],
    ],
  },
  'doors do not touch SQL': {
    refused: [
      ['server/src/features/invoices/api.ts', `import { insertInvoice } from './store.ts'`],
      ['server/src/features/pay-page/routes.ts', `import { save } from '../payments/store.ts'`],
    ],
    legal: [
      ['server/src/features/invoices/api.ts', `import { getInvoice } from './queries.ts'`],
      ['server/src/features/invoices/api.ts', `import type { InvoiceRow } from './store.ts'`],
    ],
  },
  'queries only read': {
    refused: [
      ['server/src/features/payments/queries.ts', `import { settle } from './settle-payment.ts'`],
      ['server/src/features/payments/queries.ts', `import { insert } from '../invoices/store.ts'`],
    ],
    legal: [['server/src/features/payments/queries.ts', `import { invoice } from '../invoices/queries.ts'`]],
  },
  'SQL lives in stores and queries': {
    refused: [
      ['server/src/features/invoices/send-invoice.ts', `import { sql } from 'kysely'`],
      ['server/src/app.ts', `import pg from 'pg'`],
      ['bin/src/doctor.ts', `import pg from 'pg'`],
    ],
    legal: [
      ['server/src/features/invoices/store.ts', `import { sql } from 'kysely'`],
      ['server/src/platform/jobs/outbox.ts', `import { sql } from 'kysely'`],
      ['server/src/context.ts', `import type { Kysely } from 'kysely'`],
      ['server/test/database.ts', `import pg from 'pg'`],
    ],
  },
  'one place for stripe': {
    refused: [
      ['server/src/features/payments/start-payment.ts', `import Stripe from 'stripe'`],
      ['server/src/platform/http/server.ts', `const { default: Stripe } = await import('stripe')`],
    ],
    legal: [['server/src/platform/stripe/client.ts', `import Stripe from 'stripe'`]],
  },
  'one place for mail': {
    refused: [
      ['server/src/features/notifications/send-receipt.ts', `import { createTransport } from 'nodemailer'`],
    ],
    legal: [['server/src/platform/mail/mailer.ts', `import { createTransport } from 'nodemailer'`]],
  },
  'one place for PDF': {
    refused: [['server/src/features/invoices/send-invoice.ts', `import PDFDocument from 'pdfkit'`]],
    legal: [
      ['server/src/platform/pdf/render-pdf.ts', `import PDFDocument from 'pdfkit'`],
      ['server/src/features/invoices/invoice-pdf.ts', `import PDFDocument from 'pdfkit'`],
    ],
  },
  'the admin app is a client': {
    refused: [
      ['admin/src/api/client.ts', `import type { Invoice } from '@quittance/server/records'`],
      ['admin/src/pages/tour/tour.tsx', `import { start } from '../../../../stripe-simulator/src/server.ts'`],
    ],
    legal: [
      ['admin/src/pages/invoices/editor.tsx', `import { totals } from '@quittance/core/invoice/totals'`],
    ],
  },
  'admin pages are islands': {
    refused: [['admin/src/pages/invoices/list.tsx', `import { Row } from '../payments/row.tsx'`]],
    legal: [
      ['admin/src/pages/invoices/list.tsx', `import { Row } from './row.tsx'`],
      ['admin/src/pages/invoices/list.tsx', `import { Button } from '../../ui/button.tsx'`],
    ],
  },
  'ui knows no product': {
    refused: [
      ['admin/src/ui/table.tsx', `import { useInvoices } from '../api/queries.ts'`],
      ['admin/src/ui/table.tsx', `import { List } from '../pages/invoices/list.tsx'`],
    ],
    legal: [['admin/src/ui/table.tsx', `import { Skeleton } from './skeleton.tsx'`]],
  },
  'the simulator stands apart': {
    refused: [
      ['stripe-simulator/src/state.ts', `import { newId } from '@quittance/server/platform/ids'`],
      ['stripe-simulator/test/conformance.test.ts', `import { allocate } from '@quittance/core/money'`],
    ],
    legal: [['stripe-simulator/test/conformance.test.ts', `import Stripe from 'stripe'`]],
  },
  'nobody imports the simulator': {
    refused: [
      [
        'server/src/features/tour/seed.ts',
        `import { startSimulator } from '@quittance/stripe-simulator/server'`,
      ],
      ['server/test/stripe.ts', `import { startSimulator } from '../../stripe-simulator/src/server.ts'`],
      ['bin/src/start.ts', `const program = new URL('../../stripe-simulator/src/main.ts', import.meta.url)`],
    ],
    legal: [['server/test/stripe.ts', `import { spawn } from 'node:child_process'`]],
  },
  'stories use the front door': {
    refused: [['e2e/pay.e2e.ts', `import { createTokens } from '@quittance/server/platform/tokens'`]],
    legal: [['e2e/pay.e2e.ts', `import { expect, test } from '@playwright/test'`]],
  },
  'no test code in production': {
    refused: [
      ['server/src/app.ts', `import { world } from '../test/world.ts'`],
      ['core/src/money.ts', `import { cases } from './money.test.ts'`],
    ],
    legal: [
      ['server/src/features/invoices/send-invoice.test.ts', `import { world } from '../../../test/world.ts'`],
    ],
  },
}

test('every wall has a planted breach', () => {
  expect(Object.keys(planted).sort()).toEqual(walls.map((wall) => wall.name).sort())
})

describe.each(Object.entries(planted))('%s', (wall, { refused, legal }) => {
  test.each(refused)('refuses %s: %s', (file, source) => {
    expect(wallsIn(file, source)).toContain(wall)
  })

  test.each(legal)('allows %s: %s', (file, source) => {
    expect(wallsIn(file, source)).toEqual([])
  })
})

describe('core has no clock and no dice', () => {
  test.each(['Date.now()', 'new Date()', 'Math.random()', 'performance.now()'])('refuses %s', (source) => {
    expect(wallsIn('core/src/money.ts', `export const value = ${source}`)).toEqual([
      'core has no clock and no dice',
    ])
  })

  test('allows a date made from an argument, and anything in tests', () => {
    expect(wallsIn('core/src/dates.ts', 'export const at = (text: string) => new Date(text)')).toEqual([])
    expect(wallsIn('core/src/dates.test.ts', 'const now = Date.now()')).toEqual([])
  })
})

test.each(['utils', 'helpers', 'common', 'shared', 'lib', 'misc', 'services'])(
  'refuses a folder named %s',
  (name) => {
    expect(wallsIn(`server/src/${name}/format.ts`, '')).toEqual(['folders have a subject'])
  },
)

test('a breach names file, line and target, and says what to do instead', () => {
  const source = `import { a } from './store.ts'\nimport { b } from '../payments/queries.ts'`

  expect(findBreaches(new Map([['server/src/features/invoices/send-invoice.ts', source]]))).toEqual([
    {
      file: 'server/src/features/invoices/send-invoice.ts',
      line: 2,
      wall: 'the staircase',
      target: 'server/src/features/payments/queries.ts',
      teach: expect.stringContaining('publish an event and react to it'),
    },
  ])
})

function wallsIn(file: string, source: string): string[] {
  return findBreaches(new Map([[file, source]])).map((breach) => breach.wall)
}

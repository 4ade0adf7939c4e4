import { describe, expect, test } from 'vitest'
import { snapshot } from '../../../test/pay-page-views.ts'
import { renderCancelledEmail } from './cancelled-email.tsx'

describe('the e-mail about a cancelled invoice (R7)', () => {
  test.each([
    [
      'en',
      'Invoice INV-2026-0042 from Clearview Window Care was cancelled',
      'Clearview Window Care has cancelled invoice INV-2026-0042. There is nothing to pay on it',
    ],
    [
      'fr',
      'La facture INV-2026-0042 de Clearview Window Care a été annulée',
      'Clearview Window Care a annulé la facture INV-2026-0042. Il n’y a rien à payer',
    ],
    [
      'de',
      'Rechnung INV-2026-0042 von Clearview Window Care wurde storniert',
      'Clearview Window Care hat die Rechnung INV-2026-0042 storniert. Es ist nichts zu zahlen',
    ],
    [
      'es',
      'La factura INV-2026-0042 de Clearview Window Care se ha anulado',
      'Clearview Window Care ha anulado la factura INV-2026-0042. No hay nada que pagar',
    ],
  ])('says in %s who cancelled which, and that nothing is owed', async (language, subject, sentence) => {
    const email = await renderCancelledEmail({ snapshot: snapshot({ language }) })
    expect(email.subject).toBe(subject)
    expect(email.text).toContain(sentence)
    expect(email.html).toContain(sentence)
  })

  test('leads to no page, for there is nothing to do', async () => {
    const { html, text } = await renderCancelledEmail({ snapshot: snapshot() })
    expect(html).not.toContain('href=')
    expect(text).not.toContain('://')
  })
})

/** @jsxRuntime automatic */
/** @jsxImportSource react */
import type { InvoiceSnapshot } from '@quittance/core/invoice/document'
import {
  EmailButton,
  EmailFigure,
  EmailLayout,
  EmailPanel,
  type EmailRow,
  EmailRows,
  EmailText,
  type RenderedEmail,
  renderEmail,
} from '../../platform/mail/email-layout.tsx'
import { paragraphs, plainRows, singleLine } from '../../platform/mail/plain-text.ts'
import { type Speech, speechIn } from '../../words/speech.ts'

/** What the customer is told with an invoice (R15). Amounts in minor units. */
export interface InvoiceEmailView {
  snapshot: InvoiceSnapshot
  /** The sender's own words, or null. */
  message: string | null
  /** null without an active link: the e-mail says how else to pay (R19). */
  paymentUrl: string | null
  amountDue: number
  /** updated: the customer holds an earlier revision. resend: the same one again. */
  kind: 'new' | 'updated' | 'resend'
}

/** More are read in the PDF that comes with it. */
const shownLines = 8

/** The e-mail that brings an invoice. Import this file when a mail is due, not before: it brings React along. */
export async function renderInvoiceEmail(view: InvoiceEmailView): Promise<RenderedEmail> {
  const { snapshot, paymentUrl, amountDue } = view
  const speech = speechIn(snapshot.language)
  const { say } = speech
  const labelled = (label: string) => say('email.label', { label })
  const number = snapshot.number ?? say('invoice.draft')
  const company = snapshot.company.name
  const updated = view.kind === 'updated'
  const settled = amountDue === 0
  const amount = speech.money(amountDue, snapshot.currency)
  const due = say('email.invoiceDue', { amount, date: speech.date(snapshot.dueDate) })
  const words = {
    subject: say(updated ? 'email.invoiceSubjectUpdated' : 'email.invoiceSubject', { number, company }),
    title: say('invoice.titleNumber', { number }),
    greeting: say('email.greeting', { name: snapshot.customer.name }),
    intro: say(updated ? 'email.invoiceIntroUpdated' : 'email.invoiceIntro', { number, company }),
    standing: settled ? say('email.invoiceSettled') : due,
    button: say(settled ? 'email.invoiceButtonSettled' : 'email.invoiceButton'),
    // Without a link these say how else to pay (R19); with one they stand in the PDF.
    note: paymentUrl || settled ? '' : snapshot.note.trim(),
    terms: paymentUrl || settled ? '' : snapshot.terms.trim(),
  }
  const message = view.message?.trim() ?? ''
  const rows = summary(snapshot, amountDue, speech)

  const html = renderEmail(
    <EmailLayout
      language={speech.language}
      sender={company}
      title={words.title}
      preview={words.standing}
      footer={say('email.questions')}
    >
      <EmailText>{words.greeting}</EmailText>
      <EmailText>{words.intro}</EmailText>
      {message ? <EmailPanel>{message}</EmailPanel> : null}
      {settled ? (
        <EmailText>{words.standing}</EmailText>
      ) : (
        <EmailFigure
          label={say('invoice.amountDue')}
          figure={amount}
          detail={say('pay.dueOn', { date: speech.date(snapshot.dueDate) })}
        />
      )}
      {paymentUrl ? (
        <EmailButton href={paymentUrl} label={words.button} addressWords={say('email.invoiceAddress')} />
      ) : null}
      {words.note ? <EmailText>{words.note}</EmailText> : null}
      {words.terms ? <EmailPanel title={say('email.howToPay')}>{words.terms}</EmailPanel> : null}
      <EmailRows rows={rows} />
      <EmailText quiet>{say('email.invoiceAttached')}</EmailText>
    </EmailLayout>,
  )
  const text = paragraphs(
    words.greeting,
    words.intro,
    message,
    words.standing,
    paymentUrl && `${labelled(words.button)}\n${paymentUrl}`,
    words.note,
    words.terms && `${labelled(say('email.howToPay'))}\n${words.terms}`,
    plainRows(rows, labelled),
    say('email.invoiceAttached'),
    say('email.questions'),
    company,
  )
  return { subject: singleLine(words.subject), html, text }
}

/** From the lines to the amount due: the snapshot's own figures (R3). */
function summary(
  { lines, totals, currency }: InvoiceSnapshot,
  amountDue: number,
  speech: Speech,
): EmailRow[] {
  const { say } = speech
  const money = (amount: number) => speech.money(amount, currency)
  const more = lines.length - shownLines
  const paid = totals.total - amountDue
  const rows: (EmailRow | false)[] = [
    ...lines
      .slice(0, shownLines)
      .map((line, index): EmailRow => [line.description, money(totals.lines[index]?.total ?? 0)]),
    more > 0 && [
      say('pay.moreLines', { count: more }),
      money(totals.lines.slice(shownLines).reduce((sum, line) => sum + line.total, 0)),
    ],
    (totals.taxes.length > 0 || totals.discount > 0) && [say('invoice.subtotal'), money(totals.subtotal)],
    totals.discount > 0 && [say('invoice.discount'), money(-totals.discount)],
    ...totals.taxes.map((tax): EmailRow => {
      const words = say('invoice.taxOn', {
        name: tax.name,
        rate: speech.percent(tax.rate),
        taxable: money(tax.taxable),
      })
      return [tax.inclusive ? `${words} (${say('invoice.taxIncluded')})` : words, money(tax.amount)]
    }),
    [say('invoice.total'), money(totals.total), 'strong'],
    paid > 0 && [say('invoice.amountPaid'), money(-paid)],
    paid > 0 && [say('invoice.amountDue'), money(amountDue), 'strong'],
  ]
  return rows.filter((row) => row !== false)
}

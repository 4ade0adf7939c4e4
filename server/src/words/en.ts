/**
 * Every word a payer reads, in ICU MessageFormat. English defines the keys; the other catalogues must have them all
 * (a missing one is a type error). Keys are grouped by the prefix of the thing they stand on.
 */
export const en = {
  'invoice.title': 'Invoice',
  'invoice.titleNumber': 'Invoice {number}',
  'invoice.number': 'Invoice number',
  'invoice.issued': 'Issued',
  'invoice.due': 'Due',
  'invoice.served': 'Service date',
  'invoice.from': 'From',
  'invoice.billTo': 'Bill to',
  'invoice.taxId': 'Tax ID {id}',
  'invoice.description': 'Description',
  'invoice.quantity': 'Qty',
  'invoice.unitPrice': 'Unit price',
  'invoice.tax': 'Tax',
  'invoice.amount': 'Amount',
  'invoice.lineDiscount': 'Discount',
  'invoice.lineDiscountPercent': 'Discount {percent}',
  'invoice.subtotal': 'Subtotal',
  'invoice.discount': 'Discount',
  'invoice.taxOn': '{name} {rate} on {taxable}',
  'invoice.taxIncluded': 'included',
  'invoice.total': 'Total',
  'invoice.amountPaid': 'Amount paid',
  'invoice.amountDue': 'Amount due',
  'invoice.dueBy': 'due {date}',
  'invoice.draft': 'Draft',
  'invoice.draftHint': 'This is a draft and not yet an invoice.',
  'invoice.paid': 'Paid',
  'invoice.cancelled': 'Cancelled',
  'invoice.cancelledHint': 'This invoice was cancelled. Nothing is to be paid.',
  'invoice.pay': 'Pay {amount}',
  'invoice.payOnline': 'Pay online',
  'invoice.payHint': 'Scan the code or open this address:',
  'invoice.qrCode': 'QR code that leads to {url}',
  'invoice.note': 'Note',
  'invoice.terms': 'Terms',
  'invoice.page': 'Page {page} of {pages}',

  'receipt.title': 'Receipt',
  'receipt.titleNumber': 'Receipt {number}',
  'receipt.number': 'Receipt number',
  'receipt.invoice': 'For invoice',
  'receipt.from': 'Paid to',
  'receipt.billTo': 'Paid by',
  'receipt.paidOn': 'Paid on',
  'receipt.method': 'Payment method',
  'receipt.amount': 'Amount received',
  'receipt.thanks': 'Thank you for your payment.',
  'receipt.invoiceTotal': 'Invoice total',
  'receipt.paidSoFar': 'Paid so far',
  'receipt.remaining': 'Remaining due',
  'receipt.settled': 'The invoice is paid in full.',

  'pay.pageTitle': 'Invoice {number} from {company}',
  'pay.dueOn': 'Due {date}',
  'pay.wasDue': 'Was due {date}',
  'pay.statusOverdue': 'Overdue',
  'pay.statusProcessing': 'Payment under way',
  'pay.statusPaid': 'Paid',
  'pay.statusRefunded': 'Refunded',
  'pay.paidOf': '{paid} of {total} paid',
  'pay.billedTo': 'Billed to',
  'pay.details': 'Invoice details',
  'pay.moreLines': '{count, plural, one {# more line in the PDF} other {# more lines in the PDF}}',
  'pay.changedSinceSent': 'Changed since it was sent',
  'pay.downloadInvoice': 'Download invoice (PDF)',
  'pay.downloadReceipt': 'Download receipt (PDF)',
  'pay.goToPayment': 'Go to payment',
  'pay.edited':
    '{company} has changed this invoice since it was sent to you. The amount due is now {amount}.',
  'pay.heading': 'Pay this invoice',
  'pay.headingRest': 'Pay the rest',
  'pay.loading': 'The secure payment form is loading…',
  'pay.slow': 'The form does not appear? Reload the page, or contact {company} for another way to pay.',
  'pay.noScript':
    'Paying online needs JavaScript, which is switched off in this browser. Switch it on and reload the page, or contact {company} for another way to pay.',
  'pay.blocked':
    'The payment form could not be loaded: something in this browser or network blocks Stripe, who handles the payment. Nothing was charged. Try another browser or network, or contact {company} for another way to pay.',
  'pay.orOtherwise': 'Or pay another way',
  'pay.save': 'Save this payment method for future use',
  'pay.mandate':
    'If you tick this box, you allow {company} to charge this payment method for future invoices and bookings. You can withdraw this at any time by contacting {company}.',
  'pay.busy': 'Payment under way…',
  'pay.secure': 'Your payment details go straight to Stripe. {company} never sees them.',
  'pay.declined': 'The last attempt did not go through',
  'pay.declinedHint': 'Nothing was charged. Please try again or use another payment method.',
  'pay.failed': 'The payment did not go through. Please try again or use another payment method.',
  'pay.amountChanged':
    'The amount changed to {amount}. Nothing was charged. Please check it and press Pay again.',
  'pay.tooMany':
    'There were too many attempts, so this one was not started. Nothing was charged. Please wait a minute and press Pay again.',
  'pay.unreachable':
    'We could not be reached, so the payment was not started. Check your connection and press Pay again: you will never be charged twice.',
  'pay.trouble':
    'Something went wrong on our side and the payment was not started. Nothing was charged. Please press Pay again in a moment.',
  'pay.checking': 'One moment: we are checking how the payment stands…',
  'pay.processingTitle': 'Your payment is on its way',
  'pay.processingText':
    'A bank payment can take a few working days. There is nothing more for you to do, and please do not pay a second time. We will e-mail you once the money has arrived.',
  'pay.paidTitle': 'This invoice is paid',
  'pay.paidText': 'Thank you. There is nothing left to pay.',
  'pay.refundedTitle': 'This payment was refunded',
  'pay.refundedText':
    'The money goes back the way it came, which can take some working days. There is nothing to pay.',
  'pay.linkOffTitle': 'Online payment is not available',
  'pay.linkOffText':
    'This invoice cannot be paid online at the moment. Please contact {company} to pay in another way.',
  'pay.heldTitle': 'Invoice {number} is being checked',
  'pay.heldText':
    'Something in the records of this invoice does not fit, and {company} is looking into it. Please do not pay it now. What you have paid already is not lost.',
  'pay.howToReach': 'How to reach {company}',
  'pay.cancelledTitle': 'Invoice {number} was cancelled',
  'pay.cancelledText': 'There is nothing to pay on it.',
  'pay.replacedText': 'A new invoice takes its place.',
  'pay.openReplacement': 'Open the new invoice',
  'pay.notFoundTitle': 'There is nothing at this address',
  'pay.notFoundText':
    'The address may be incomplete, or the link was replaced by a newer one. Open the link in the latest e-mail again, or ask the business that sent it to you.',
  'pay.errorTitle': 'Something went wrong on our side',
  'pay.errorText':
    'We cannot show this page right now. Please try again in a moment. If you have just paid, do not pay again: this page will show it.',
  'pay.tryAgain': 'Try again',
  'pay.resultSucceeded': 'Payment received',
  'pay.resultSucceededText': 'Thank you. {company} has received {amount} for invoice {number}.',
  'pay.resultRest': '{amount} is still due.',
  'pay.resultFailed': 'The payment did not go through',
  'pay.resultPending': 'We are checking your payment',
  'pay.resultPendingText':
    'We are asking Stripe how your payment stands. This page renews itself. Please do not pay again.',
  'pay.resultPendingSlow':
    'This takes longer than usual. You may close this page: your payment is not lost and you will not be charged twice. Open the link in your e-mail later to see how it stands.',
  'pay.backToInvoice': 'Back to the invoice',
  'pay.headingPart': 'Pay {amount} now',
  'pay.confirmTitle': 'Your bank asks you to confirm',
  'pay.confirmText':
    '{company} tried to collect {amount}, and your bank wants you to confirm it yourself. Nothing was charged yet. Please pay below.',
  'pay.contentChanged':
    'The invoice was changed in the meantime, so nothing was charged. Please look at it again before you pay {amount}.',
  'saved.offer': 'Use a saved payment method',
  'saved.title': 'Use a saved payment method',
  'saved.explain':
    'Payment methods that were saved with {company} can be used here after you enter a code. It is sent to the e-mail address that {company} has for the customer of this invoice.',
  'saved.send': 'Send the code',
  'saved.sent':
    'If a payment method is saved, a code is on its way to that address. It is good for 10 minutes.',
  'saved.code': 'Code from the e-mail',
  'saved.codeHint': '6 digits',
  'saved.continue': 'Continue',
  'saved.again': 'Send a new code',
  'saved.wrong': 'This code is not right, or no longer good. Check it, or have a new one sent.',
  'saved.back': 'Pay another way',
  'saved.shown': 'The code was right: your saved payment methods are offered below, in this browser only.',
  'saved.tooMany': 'There were too many attempts. Please wait a few minutes and try again.',
  'saved.none': 'The code was right, but there is no saved payment method that can be used here.',
  'pay.liveTour': 'Live Tour: simulated Stripe, no money moves. Card 4242 4242 4242 4242',

  'card.pageTitle': 'Save a payment method for {company}',
  'card.title': 'Save a payment method',
  'card.intro':
    '{company} asks you to save a card or bank account, so that future invoices and bookings can be charged to it. Nothing is charged now.',
  'card.mandate':
    'By saving, you allow {company} to charge this payment method for future invoices and bookings. You can withdraw this at any time by contacting {company}.',
  'card.save': 'Save payment method',
  'card.busy': 'Saving…',
  'card.loading': 'The secure form is loading…',
  'card.noScript':
    'Saving a payment method needs JavaScript, which is switched off in this browser. Switch it on and reload the page, or contact {company}.',
  'card.blocked':
    'The secure form could not be loaded: something in this browser or network blocks Stripe. Nothing was saved. Try another browser or network, or contact {company}.',
  'card.failed': 'It could not be saved. Please try again or use another payment method.',
  'card.tooMany': 'There were too many attempts. Please wait a few minutes and try again.',
  'card.trouble': 'Something went wrong and nothing was saved. Please try again in a moment.',
  'card.savedTitle': 'Your payment method is saved',
  'card.savedText':
    '{company} can now charge it for future invoices and bookings. Nothing was charged today.',
  'card.failedTitle': 'The payment method was not saved',
  'card.pendingTitle': 'One moment, please',
  'card.pendingText': 'We are asking Stripe whether your payment method was saved. This page renews itself.',
  'card.closedTitle': 'This link is no longer open',
  'card.closedText': 'It was replaced or has expired. Ask {company} for a new one.',
  'card.unavailableTitle': 'A payment method cannot be saved at the moment',
  'card.unavailableText': 'Please contact {company}.',

  'email.label': '{label}:',
  'email.greeting': 'Hello {name},',
  'email.invoiceSubject': 'Invoice {number} from {company}',
  'email.invoiceSubjectUpdated': 'Updated invoice {number} from {company}',
  'email.invoiceIntro': 'Here is invoice {number} from {company}.',
  'email.invoiceIntroUpdated':
    'Invoice {number} from {company} has changed. This version takes the place of the earlier one.',
  'email.invoiceDue': '{amount} is due by {date}.',
  'email.invoiceSettled': 'It is paid: there is nothing left to do.',
  'email.invoiceButton': 'View and pay',
  'email.invoiceButtonSettled': 'View the invoice',
  'email.invoiceAddress': 'Or open this address in your browser:',
  'email.invoiceAttached': 'The invoice is attached as a PDF.',
  'email.howToPay': 'How to pay',
  'email.questions': 'Questions? Reply to this e-mail.',
  'email.paidSubject': 'Invoice {number} was paid',
  'email.paidSubjectPartly': 'Part of invoice {number} was paid',
  'email.paidIntro': '{customer} paid {amount} for invoice {number}.',
  'email.paidCustomer': 'Customer',
  'email.paidButton': 'Open the invoice',
  'email.paidWhy':
    'You get this e-mail as an administrator of {company}. You can switch it off in Settings, under Notifications.',
  'email.paidUnapplied':
    '{amount} arrived for an invoice that was already settled or cancelled. Refund it from the payment with one click.',
  'email.paidSubjectUnapplied': 'A payment for invoice {number} is to be refunded',
  'email.cancelledSubject': 'Invoice {number} from {company} was cancelled',
  'email.cancelledIntro':
    '{company} has cancelled invoice {number}. There is nothing to pay on it, and its payment link no longer works.',
  'email.cancelledPaid': 'If you have already paid something on it, {company} will get in touch with you.',
  'email.receiptSubject': 'Receipt {number} from {company}',
  'email.receiptIntro': 'Thank you. {company} has received your payment of {amount} for invoice {invoice}.',
  'email.receiptAttached': 'The receipt is attached as a PDF.',
  'email.receiptButton': 'View the invoice',
  'email.troubleWhy': 'You get this e-mail as an administrator of {company}.',
  'email.troubleReason': 'Reason',
  'email.declinedSubject': 'A payment for invoice {number} did not go through',
  'email.declinedIntro':
    '{customer} tried to pay {amount} for invoice {number} and it did not go through. Nothing has been paid since.',
  'email.debitFailedSubject': 'A bank payment for invoice {number} came back',
  'email.debitFailedIntro':
    'The bank payment of {amount} by {customer} for invoice {number} failed, so the money did not arrive. The invoice is open again. Your customer has been told.',
  'email.refundedSubject': 'A payment for invoice {number} was refunded at Stripe',
  'email.refundedIntro':
    '{amount} of what {customer} paid for invoice {number} was refunded in Stripe’s Dashboard.',
  'email.refundFailedSubject': 'A refund for invoice {number} failed',
  'email.refundFailedIntro':
    'The refund of {amount} to {customer} for invoice {number} did not arrive, and the money is back in your Stripe balance. Your customer still expects it: give it back another way, and record that on the payment.',
  'email.disputedSubject': 'The payment of invoice {number} is disputed',
  'email.disputedIntro':
    'The bank of {customer} disputes the payment of {amount} for invoice {number} and has taken the money back for now.',
  'email.inquirySubject': 'The bank asks about the payment of invoice {number}',
  'email.inquiryIntro':
    'The bank of {customer} asks about the payment of {amount} for invoice {number}. No money has moved yet. Answering, or refunding, can prevent a dispute.',
  'email.disputeDue': 'Answer in Stripe’s Dashboard by {date}.',
  'email.disputeWonSubject': 'You won the dispute about invoice {number}',
  'email.disputeWonIntro': 'The payment of {amount} by {customer} for invoice {number} is yours again.',
  'email.disputeLostSubject': 'The dispute about invoice {number} is lost',
  'email.disputeLostIntro': 'The bank of {customer} keeps the {amount} that was paid for invoice {number}.',
  'email.disputeClosedSubject': 'The dispute about invoice {number} is closed',
  'email.disputeClosedIntro':
    'The question about the payment of {amount} by {customer} for invoice {number} is closed. The money stays with you.',
  'email.fraudSubject': 'The card that paid invoice {number} may be stolen',
  'email.fraudIntro':
    'The bank of the card that paid {amount} for invoice {number} ({customer}) suspects fraud. A dispute with a fee may follow: consider refunding the payment now.',
  'email.reviewSubject': 'Please review the payment of invoice {number}',
  'email.reviewIntro':
    'Stripe finds the payment of {amount} by {customer} for invoice {number} unusual. It is paid, but look at it in Stripe’s Dashboard before you hand anything over.',
  'email.refundSubject': 'Refund for invoice {number} from {company}',
  'email.refundIntro': '{company} has refunded {amount} of your payment for invoice {number}.',
  'email.refundWay':
    'The money goes back the way you paid it. It can take some working days until you see it.',
  'email.refundAmount': 'Amount refunded',
  'email.debitBackSubject': 'Your payment for invoice {number} did not go through',
  'email.debitBackIntro':
    'Your bank did not carry out the payment of {amount} for invoice {number} from {company}. The invoice is still open.',
  'email.cardSubject': 'Please save a payment method for {company}',
  'email.cardButton': 'Save a payment method',
  'email.cardExpires': 'The link works once, until {date}.',
  'email.debitBackHow': 'Please check your account, or pay another way.',
  'email.confirmSubject': 'Please confirm your payment for invoice {number}',
  'email.confirmIntro':
    '{company} tried to collect {amount} for invoice {number} with the payment method you saved. Your bank asks you to confirm this yourself. Nothing was charged yet.',
  'email.confirmHow':
    'Open the invoice and pay it there. Your bank then asks you, in its app or with a code.',
  'email.confirmButton': 'Confirm and pay',
  'email.codeSubject': 'Your code for invoice {number} from {company}',
  'email.codeIntro':
    'Somebody who opened invoice {number} from {company} asks to use the payment methods you saved. If that is you, enter this code on the page.',
  'email.codeLabel': 'Your code',
  'email.codeDetail': 'Good for 10 minutes, once.',
  'email.codeWarning':
    'If that is not you, do nothing: without the code nobody sees or uses your payment methods. Never pass it on, to {company} neither.',
  'email.stripeAccount': 'Stripe account',
  'email.stripeLinksOff': 'Payment links that are off',
  'email.stripeLinksOn': 'Payment links that work again',
  'email.stripeButton': 'Open Settings → Stripe',
  'email.stripeEndedSubject': '{company} is no longer connected to Stripe',
  'email.stripeKeyRevokedIntro':
    'Stripe no longer accepts the key of your account: it was revoked or has expired. Stripe is removed, and your customers cannot pay online until you connect it again. The links then work again under the same addresses, once you turn them back on.',
  'email.stripeDeauthorizedIntro':
    'The access to your Stripe account was withdrawn at Stripe. Stripe is removed, and your customers cannot pay online until you connect it again. The links then work again under the same addresses, once you turn them back on.',
  'email.stripeUnsettled':
    'Payments under way: {count}. They settle at Stripe unseen. Look them up in Stripe’s Dashboard, or connect the same account again: then they are read by themselves.',
  'email.stripeRestrictedSubject': 'Stripe has stopped payments for {company}',
  'email.stripeRestrictedIntro':
    'Stripe does not let your account take payments at the moment, so your payment links are off. Stripe’s Dashboard says what is needed. The links come back by themselves as soon as Stripe allows payments again.',
  'email.stripeUnrestrictedSubject': '{company} can take payments again',
  'email.stripeUnrestrictedIntro':
    'Stripe lets your account take payments again. Your payment links work under the same addresses as before.',
  'email.heldSubject': 'Please look at invoice {number}: something does not fit',
  'email.heldIntro':
    'Something in the records of invoice {number} for {customer} does not fit together. Until it is mended nothing is charged, refunded or changed on it, and its payment page says that it is being checked. Your other invoices go on as always.',
  'email.heldFound': 'What was found',
  'email.heldHow':
    'Whoever runs your server can find out more with the command “quittance doctor”. Once it is mended, the invoice is free again by itself.',
  'email.lettersSubject': '{company}: something could not be done',
  'email.lettersInvoiceSubject': 'Something could not be done for invoice {number}',
  'email.lettersIntro':
    'Quittance tried the following again and again and has given it up for now. Nothing is lost: it is kept, and what had worked is not done twice.',
  'email.lettersHow': 'Once the cause is gone, have it tried again there.',
  'email.lettersKind': 'What',
  'email.lettersInbox': 'News from Stripe that could not be applied',
  'email.lettersOutbox': 'An e-mail, or something else that was to follow',
  'email.lettersCount': 'Given up in all',
  'email.lettersError': 'Last error',
  'email.lettersButton': 'Open Settings → Deliveries',
  'email.inviteSubject': '{company} invites you to Quittance',
  'email.inviteIntro':
    'You are invited to work on the invoices of {company}. Choose a password, and you are in.',
  'email.inviteButton': 'Join',
  'email.inviteStranger': 'If you do not know {company}, do nothing.',
  'method.cash': 'Cash',
  'method.cheque': 'Cheque',
  'method.bank_transfer': 'Bank transfer',
  'method.card': 'Card',
  'method.other': 'Other',
} as const satisfies Record<string, string>

/** A phrase of the catalogues. */
export type WordKey = keyof typeof en

/** A whole catalogue: every key, in one language. */
export type Catalogue = Record<WordKey, string>

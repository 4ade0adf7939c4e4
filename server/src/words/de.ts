import type { Catalogue } from './en.ts'

export const de = {
  'invoice.title': 'Rechnung',
  'invoice.titleNumber': 'Rechnung {number}',
  'invoice.number': 'Rechnungsnummer',
  'invoice.issued': 'Rechnungsdatum',
  'invoice.due': 'Fällig am',
  'invoice.served': 'Leistungsdatum',
  'invoice.from': 'Von',
  'invoice.billTo': 'Rechnung an',
  'invoice.taxId': 'Steuernummer {id}',
  'invoice.description': 'Beschreibung',
  'invoice.quantity': 'Menge',
  'invoice.unitPrice': 'Einzelpreis',
  'invoice.tax': 'Steuer',
  'invoice.amount': 'Betrag',
  'invoice.lineDiscount': 'Rabatt',
  'invoice.lineDiscountPercent': 'Rabatt {percent}',
  'invoice.subtotal': 'Zwischensumme',
  'invoice.discount': 'Rabatt',
  'invoice.taxOn': '{name} {rate} auf {taxable}',
  'invoice.taxIncluded': 'enthalten',
  'invoice.total': 'Gesamtbetrag',
  'invoice.amountPaid': 'Bezahlt',
  'invoice.amountDue': 'Zu zahlen',
  'invoice.dueBy': 'fällig am {date}',
  'invoice.draft': 'Entwurf',
  'invoice.draftHint': 'Dies ist ein Entwurf und noch keine Rechnung.',
  'invoice.paid': 'Bezahlt',
  'invoice.cancelled': 'Storniert',
  'invoice.cancelledHint': 'Diese Rechnung wurde storniert. Es ist nichts zu zahlen.',
  'invoice.pay': '{amount} bezahlen',
  'invoice.payOnline': 'Online bezahlen',
  'invoice.payHint': 'Code scannen oder diese Adresse öffnen:',
  'invoice.qrCode': 'QR-Code, der zu {url} führt',
  'invoice.note': 'Hinweis',
  'invoice.terms': 'Bedingungen',
  'invoice.page': 'Seite {page} von {pages}',

  'receipt.title': 'Quittung',
  'receipt.titleNumber': 'Quittung {number}',
  'receipt.number': 'Quittungsnummer',
  'receipt.invoice': 'Für Rechnung',
  'receipt.from': 'Bezahlt an',
  'receipt.billTo': 'Bezahlt von',
  'receipt.paidOn': 'Bezahlt am',
  'receipt.method': 'Zahlungsart',
  'receipt.amount': 'Erhaltener Betrag',
  'receipt.thanks': 'Vielen Dank für Ihre Zahlung.',
  'receipt.invoiceTotal': 'Rechnungsbetrag',
  'receipt.paidSoFar': 'Bisher bezahlt',
  'receipt.remaining': 'Restbetrag',
  'receipt.settled': 'Die Rechnung ist vollständig bezahlt.',

  'pay.pageTitle': 'Rechnung {number} von {company}',
  'pay.dueOn': 'Fällig am {date}',
  'pay.wasDue': 'War fällig am {date}',
  'pay.statusOverdue': 'Überfällig',
  'pay.statusProcessing': 'Zahlung läuft',
  'pay.statusPaid': 'Bezahlt',
  'pay.statusRefunded': 'Erstattet',
  'pay.paidOf': '{paid} von {total} bezahlt',
  'pay.billedTo': 'Rechnung an',
  'pay.details': 'Rechnungsdetails',
  'pay.moreLines':
    '{count, plural, one {# weitere Position in der PDF-Datei} other {# weitere Positionen in der PDF-Datei}}',
  'pay.changedSinceSent': 'Änderung seit dem Versand',
  'pay.downloadInvoice': 'Rechnung herunterladen (PDF)',
  'pay.downloadReceipt': 'Beleg herunterladen (PDF)',
  'pay.goToPayment': 'Zur Zahlung',
  'pay.edited': '{company} hat diese Rechnung seit dem Versand geändert. Zu zahlen sind jetzt {amount}.',
  'pay.heading': 'Diese Rechnung bezahlen',
  'pay.headingRest': 'Restbetrag bezahlen',
  'pay.loading': 'Das sichere Zahlungsformular wird geladen…',
  'pay.slow':
    'Das Formular erscheint nicht? Laden Sie die Seite neu oder wenden Sie sich an {company}, um anders zu bezahlen.',
  'pay.noScript':
    'Online zu bezahlen erfordert JavaScript, das in diesem Browser abgeschaltet ist. Schalten Sie es ein und laden Sie die Seite neu, oder wenden Sie sich an {company}, um anders zu bezahlen.',
  'pay.blocked':
    'Das Zahlungsformular konnte nicht geladen werden: Dieser Browser oder dieses Netzwerk blockiert Stripe, das die Zahlung abwickelt. Es wurde nichts abgebucht. Versuchen Sie es mit einem anderen Browser oder Netzwerk, oder wenden Sie sich an {company}, um anders zu bezahlen.',
  'pay.orOtherwise': 'Oder anders bezahlen',
  'pay.save': 'Dieses Zahlungsmittel für später speichern',
  'pay.mandate':
    'Wenn Sie dieses Kästchen ankreuzen, erlauben Sie {company}, künftige Rechnungen und Buchungen über dieses Zahlungsmittel einzuziehen. Sie können das jederzeit gegenüber {company} widerrufen.',
  'pay.busy': 'Zahlung läuft…',
  'pay.secure': 'Ihre Zahlungsdaten gehen direkt an Stripe. {company} sieht sie nie.',
  'pay.declined': 'Der letzte Versuch ist nicht gelungen',
  'pay.declinedHint':
    'Es wurde nichts abgebucht. Versuchen Sie es erneut oder mit einem anderen Zahlungsmittel.',
  'pay.failed':
    'Die Zahlung ist nicht gelungen. Versuchen Sie es erneut oder mit einem anderen Zahlungsmittel.',
  'pay.amountChanged':
    'Der Betrag hat sich auf {amount} geändert. Es wurde nichts abgebucht. Bitte prüfen Sie ihn und drücken Sie erneut auf Bezahlen.',
  'pay.tooMany':
    'Es gab zu viele Versuche, dieser wurde nicht begonnen. Es wurde nichts abgebucht. Bitte warten Sie eine Minute und drücken Sie erneut auf Bezahlen.',
  'pay.unreachable':
    'Wir waren nicht erreichbar, die Zahlung wurde nicht begonnen. Prüfen Sie Ihre Verbindung und drücken Sie erneut auf Bezahlen: Es wird nie doppelt abgebucht.',
  'pay.trouble':
    'Bei uns ist etwas schiefgegangen, die Zahlung wurde nicht begonnen. Es wurde nichts abgebucht. Bitte drücken Sie gleich erneut auf Bezahlen.',
  'pay.checking': 'Einen Moment: Wir prüfen, wie es um die Zahlung steht…',
  'pay.processingTitle': 'Ihre Zahlung ist unterwegs',
  'pay.processingText':
    'Eine Bankzahlung kann einige Werktage dauern. Sie müssen nichts weiter tun; bitte bezahlen Sie nicht noch einmal. Wir schreiben Ihnen, sobald das Geld angekommen ist.',
  'pay.paidTitle': 'Diese Rechnung ist bezahlt',
  'pay.paidText': 'Vielen Dank. Es ist nichts mehr zu zahlen.',
  'pay.refundedTitle': 'Diese Zahlung wurde erstattet',
  'pay.refundedText':
    'Das Geld geht auf demselben Weg zurück, was einige Werktage dauern kann. Es ist nichts zu zahlen.',
  'pay.linkOffTitle': 'Online-Zahlung ist nicht verfügbar',
  'pay.linkOffText':
    'Diese Rechnung kann derzeit nicht online bezahlt werden. Bitte wenden Sie sich an {company}, um anders zu bezahlen.',
  'pay.heldTitle': 'Rechnung {number} wird geprüft',
  'pay.heldText':
    'In den Daten dieser Rechnung passt etwas nicht zusammen, und {company} geht dem nach. Bitte bezahlen Sie sie jetzt nicht. Was Sie schon bezahlt haben, ist nicht verloren.',
  'pay.howToReach': 'So erreichen Sie {company}',
  'pay.cancelledTitle': 'Rechnung {number} wurde storniert',
  'pay.cancelledText': 'Es ist nichts zu zahlen.',
  'pay.replacedText': 'Eine neue Rechnung tritt an ihre Stelle.',
  'pay.openReplacement': 'Neue Rechnung öffnen',
  'pay.notFoundTitle': 'Unter dieser Adresse gibt es nichts',
  'pay.notFoundText':
    'Die Adresse ist vielleicht unvollständig, oder der Link wurde durch einen neueren ersetzt. Öffnen Sie den Link in der neuesten E-Mail erneut, oder fragen Sie das Unternehmen, das ihn geschickt hat.',
  'pay.errorTitle': 'Bei uns ist etwas schiefgegangen',
  'pay.errorText':
    'Wir können diese Seite gerade nicht anzeigen. Bitte versuchen Sie es gleich noch einmal. Wenn Sie gerade bezahlt haben, bezahlen Sie nicht erneut: Diese Seite wird es zeigen.',
  'pay.tryAgain': 'Erneut versuchen',
  'pay.resultSucceeded': 'Zahlung eingegangen',
  'pay.resultSucceededText': 'Vielen Dank. {company} hat {amount} für Rechnung {number} erhalten.',
  'pay.resultRest': 'Noch zu zahlen: {amount}.',
  'pay.resultFailed': 'Die Zahlung ist nicht gelungen',
  'pay.resultPending': 'Wir prüfen Ihre Zahlung',
  'pay.resultPendingText':
    'Wir fragen Stripe, wie es um Ihre Zahlung steht. Diese Seite aktualisiert sich selbst. Bitte bezahlen Sie nicht erneut.',
  'pay.resultPendingSlow':
    'Das dauert länger als gewöhnlich. Sie können diese Seite schließen: Ihre Zahlung ist nicht verloren, und es wird nicht doppelt abgebucht. Öffnen Sie später den Link in Ihrer E-Mail, um den Stand zu sehen.',
  'pay.backToInvoice': 'Zurück zur Rechnung',
  'pay.headingPart': 'Jetzt {amount} bezahlen',
  'pay.confirmTitle': 'Ihre Bank bittet Sie um Bestätigung',
  'pay.confirmText':
    '{company} wollte {amount} einziehen, und Ihre Bank möchte, dass Sie das selbst bestätigen. Es wurde noch nichts abgebucht. Bitte bezahlen Sie unten.',
  'pay.contentChanged':
    'Die Rechnung wurde inzwischen geändert, deshalb wurde nichts abgebucht. Bitte sehen Sie sie noch einmal an, bevor Sie {amount} bezahlen.',
  'saved.offer': 'Gespeichertes Zahlungsmittel verwenden',
  'saved.title': 'Gespeichertes Zahlungsmittel verwenden',
  'saved.explain':
    'Zahlungsmittel, die bei {company} gespeichert wurden, können Sie hier nach Eingabe eines Codes verwenden. Er geht an die E-Mail-Adresse, die {company} für den Kunden dieser Rechnung hat.',
  'saved.send': 'Code senden',
  'saved.sent':
    'Falls ein Zahlungsmittel gespeichert ist, ist ein Code an diese Adresse unterwegs. Er gilt 10 Minuten.',
  'saved.code': 'Code aus der E-Mail',
  'saved.codeHint': '6 Ziffern',
  'saved.continue': 'Weiter',
  'saved.again': 'Neuen Code senden',
  'saved.wrong':
    'Dieser Code stimmt nicht oder gilt nicht mehr. Prüfen Sie ihn, oder lassen Sie sich einen neuen senden.',
  'saved.back': 'Anders bezahlen',
  'saved.shown':
    'Der Code stimmt: Ihre gespeicherten Zahlungsmittel stehen unten zur Wahl, nur in diesem Browser.',
  'saved.tooMany': 'Es waren zu viele Versuche. Bitte warten Sie einige Minuten und versuchen Sie es erneut.',
  'saved.none':
    'Der Code stimmt, aber es gibt kein gespeichertes Zahlungsmittel, das hier verwendet werden kann.',
  'pay.liveTour': 'Live-Tour: simuliertes Stripe, es fließt kein Geld. Karte 4242 4242 4242 4242',

  'card.pageTitle': 'Zahlungsmittel für {company} hinterlegen',
  'card.title': 'Zahlungsmittel hinterlegen',
  'card.intro':
    '{company} bittet Sie, eine Karte oder ein Bankkonto zu hinterlegen, damit künftige Rechnungen und Buchungen davon abgebucht werden können. Jetzt wird nichts abgebucht.',
  'card.mandate':
    'Mit dem Speichern erlauben Sie {company}, dieses Zahlungsmittel für künftige Rechnungen und Buchungen zu belasten. Sie können das jederzeit bei {company} widerrufen.',
  'card.save': 'Zahlungsmittel speichern',
  'card.busy': 'Wird gespeichert…',
  'card.loading': 'Das sichere Formular wird geladen…',
  'card.noScript':
    'Das Speichern braucht JavaScript, das in diesem Browser ausgeschaltet ist. Schalten Sie es ein und laden Sie die Seite neu, oder wenden Sie sich an {company}.',
  'card.blocked':
    'Das sichere Formular konnte nicht geladen werden: etwas in diesem Browser oder Netz blockiert Stripe. Es wurde nichts gespeichert. Versuchen Sie einen anderen Browser oder ein anderes Netz, oder wenden Sie sich an {company}.',
  'card.failed':
    'Das Speichern hat nicht geklappt. Versuchen Sie es noch einmal oder mit einem anderen Zahlungsmittel.',
  'card.tooMany': 'Das waren zu viele Versuche. Bitte warten Sie einige Minuten.',
  'card.trouble':
    'Etwas ist schiefgegangen, und es wurde nichts gespeichert. Bitte versuchen Sie es gleich noch einmal.',
  'card.savedTitle': 'Ihr Zahlungsmittel ist gespeichert',
  'card.savedText':
    '{company} kann es nun für künftige Rechnungen und Buchungen belasten. Heute wurde nichts abgebucht.',
  'card.failedTitle': 'Das Zahlungsmittel wurde nicht gespeichert',
  'card.pendingTitle': 'Einen Moment, bitte',
  'card.pendingText':
    'Wir fragen Stripe, ob Ihr Zahlungsmittel gespeichert wurde. Diese Seite erneuert sich von selbst.',
  'card.closedTitle': 'Dieser Link ist nicht mehr offen',
  'card.closedText': 'Er wurde ersetzt oder ist abgelaufen. Bitten Sie {company} um einen neuen.',
  'card.unavailableTitle': 'Zurzeit kann kein Zahlungsmittel gespeichert werden',
  'card.unavailableText': 'Bitte wenden Sie sich an {company}.',

  'email.label': '{label}:',
  'email.greeting': 'Guten Tag {name},',
  'email.invoiceSubject': 'Rechnung {number} von {company}',
  'email.invoiceSubjectUpdated': 'Geänderte Rechnung {number} von {company}',
  'email.invoiceIntro': 'Hier ist die Rechnung {number} von {company}.',
  'email.invoiceIntroUpdated':
    'Die Rechnung {number} von {company} wurde geändert. Diese Fassung ersetzt die frühere.',
  'email.invoiceDue': '{amount} sind bis zum {date} zu zahlen.',
  'email.invoiceSettled': 'Sie ist bezahlt: Es ist nichts mehr zu tun.',
  'email.invoiceButton': 'Ansehen und bezahlen',
  'email.invoiceButtonSettled': 'Rechnung ansehen',
  'email.invoiceAddress': 'Oder öffnen Sie diese Adresse im Browser:',
  'email.invoiceAttached': 'Die Rechnung liegt als PDF bei.',
  'email.howToPay': 'So bezahlen Sie',
  'email.questions': 'Fragen? Antworten Sie auf diese E-Mail.',
  'email.paidSubject': 'Rechnung {number} wurde bezahlt',
  'email.paidSubjectPartly': 'Rechnung {number} wurde teilweise bezahlt',
  'email.paidIntro': '{customer} hat {amount} für Rechnung {number} bezahlt.',
  'email.paidCustomer': 'Kunde',
  'email.paidButton': 'Rechnung öffnen',
  'email.paidWhy':
    'Sie erhalten diese E-Mail als Administrator von {company}. In den Einstellungen unter Benachrichtigungen können Sie sie abschalten.',
  'email.paidUnapplied':
    '{amount} kamen für eine Rechnung an, die schon beglichen oder storniert war. Erstatten Sie sie mit einem Klick bei der Zahlung.',
  'email.paidSubjectUnapplied': 'Eine Zahlung für Rechnung {number} ist zu erstatten',
  'email.cancelledSubject': 'Rechnung {number} von {company} wurde storniert',
  'email.cancelledIntro':
    '{company} hat die Rechnung {number} storniert. Es ist nichts zu zahlen, und ihr Zahlungslink gilt nicht mehr.',
  'email.cancelledPaid': 'Wenn Sie schon etwas bezahlt haben, meldet sich {company} bei Ihnen.',
  'email.receiptSubject': 'Zahlungsbeleg {number} von {company}',
  'email.receiptIntro':
    'Vielen Dank. {company} hat Ihre Zahlung von {amount} für Rechnung {invoice} erhalten.',
  'email.receiptAttached': 'Der Zahlungsbeleg liegt als PDF bei.',
  'email.receiptButton': 'Rechnung ansehen',
  'email.troubleWhy': 'Sie erhalten diese E-Mail als Administrator von {company}.',
  'email.troubleReason': 'Grund',
  'email.declinedSubject': 'Eine Zahlung für Rechnung {number} ist fehlgeschlagen',
  'email.declinedIntro':
    '{customer} wollte {amount} für Rechnung {number} zahlen, aber es hat nicht geklappt. Seither wurde nichts gezahlt.',
  'email.debitFailedSubject': 'Eine Banklastschrift für Rechnung {number} kam zurück',
  'email.debitFailedIntro':
    'Die Bankzahlung von {amount} durch {customer} für Rechnung {number} ist fehlgeschlagen, das Geld ist nicht angekommen. Die Rechnung ist wieder offen. Ihr Kunde wurde benachrichtigt.',
  'email.refundedSubject': 'Eine Zahlung für Rechnung {number} wurde bei Stripe erstattet',
  'email.refundedIntro':
    '{amount} von dem, was {customer} für Rechnung {number} gezahlt hat, wurden im Stripe-Dashboard erstattet.',
  'email.refundFailedSubject': 'Eine Erstattung für Rechnung {number} ist fehlgeschlagen',
  'email.refundFailedIntro':
    'Die Erstattung von {amount} an {customer} für Rechnung {number} kam nicht an, und das Geld ist wieder in Ihrem Stripe-Guthaben. Ihr Kunde wartet noch darauf: erstatten Sie es auf anderem Weg und vermerken Sie das bei der Zahlung.',
  'email.disputedSubject': 'Die Zahlung von Rechnung {number} wird angefochten',
  'email.disputedIntro':
    'Die Bank von {customer} ficht die Zahlung von {amount} für Rechnung {number} an und hat das Geld vorerst zurückgeholt.',
  'email.inquirySubject': 'Die Bank fragt nach der Zahlung von Rechnung {number}',
  'email.inquiryIntro':
    'Die Bank von {customer} fragt nach der Zahlung von {amount} für Rechnung {number}. Noch ist kein Geld geflossen. Eine Antwort oder eine Erstattung kann eine Anfechtung verhindern.',
  'email.disputeDue': 'Antworten Sie im Stripe-Dashboard bis {date}.',
  'email.disputeWonSubject': 'Sie haben die Anfechtung zu Rechnung {number} gewonnen',
  'email.disputeWonIntro':
    'Die Zahlung von {amount} durch {customer} für Rechnung {number} gehört wieder Ihnen.',
  'email.disputeLostSubject': 'Die Anfechtung zu Rechnung {number} ist verloren',
  'email.disputeLostIntro':
    'Die Bank von {customer} behält die {amount}, die für Rechnung {number} gezahlt wurden.',
  'email.disputeClosedSubject': 'Die Anfechtung zu Rechnung {number} ist beendet',
  'email.disputeClosedIntro':
    'Die Frage zur Zahlung von {amount} durch {customer} für Rechnung {number} ist erledigt. Das Geld bleibt bei Ihnen.',
  'email.fraudSubject': 'Die Karte, mit der Rechnung {number} bezahlt wurde, ist vielleicht gestohlen',
  'email.fraudIntro':
    'Die Bank der Karte, mit der {amount} für Rechnung {number} ({customer}) gezahlt wurden, vermutet Betrug. Eine kostenpflichtige Anfechtung kann folgen: erwägen Sie, die Zahlung jetzt zu erstatten.',
  'email.reviewSubject': 'Bitte prüfen Sie die Zahlung von Rechnung {number}',
  'email.reviewIntro':
    'Stripe findet die Zahlung von {amount} durch {customer} für Rechnung {number} ungewöhnlich. Sie ist bezahlt, aber prüfen Sie sie im Stripe-Dashboard, bevor Sie etwas herausgeben.',
  'email.refundSubject': 'Erstattung zu Rechnung {number} von {company}',
  'email.refundIntro': '{company} hat {amount} Ihrer Zahlung für Rechnung {number} erstattet.',
  'email.refundWay':
    'Das Geld geht auf dem Weg zurück, auf dem Sie gezahlt haben. Es kann einige Werktage dauern.',
  'email.refundAmount': 'Erstatteter Betrag',
  'email.debitBackSubject': 'Ihre Zahlung für Rechnung {number} ist fehlgeschlagen',
  'email.debitBackIntro':
    'Ihre Bank hat die Zahlung von {amount} für Rechnung {number} von {company} nicht ausgeführt. Die Rechnung ist noch offen.',
  'email.cardSubject': 'Bitte hinterlegen Sie ein Zahlungsmittel für {company}',
  'email.cardButton': 'Zahlungsmittel hinterlegen',
  'email.cardExpires': 'Der Link gilt einmal, bis {date}.',
  'email.debitBackHow': 'Bitte prüfen Sie Ihr Konto oder zahlen Sie auf anderem Weg.',
  'email.confirmSubject': 'Bitte bestätigen Sie Ihre Zahlung für Rechnung {number}',
  'email.confirmIntro':
    '{company} wollte {amount} für Rechnung {number} über Ihr gespeichertes Zahlungsmittel einziehen. Ihre Bank bittet Sie, das selbst zu bestätigen. Es wurde noch nichts abgebucht.',
  'email.confirmHow':
    'Öffnen Sie die Rechnung und bezahlen Sie dort. Ihre Bank fragt Sie dann in ihrer App oder mit einem Code.',
  'email.confirmButton': 'Bestätigen und bezahlen',
  'email.codeSubject': 'Ihr Code für Rechnung {number} von {company}',
  'email.codeIntro':
    'Jemand, der Rechnung {number} von {company} geöffnet hat, möchte Ihre gespeicherten Zahlungsmittel verwenden. Wenn Sie das sind, geben Sie diesen Code auf der Seite ein.',
  'email.codeLabel': 'Ihr Code',
  'email.codeDetail': 'Gilt 10 Minuten, ein Mal.',
  'email.codeWarning':
    'Wenn Sie das nicht sind, tun Sie nichts: Ohne den Code sieht und verwendet niemand Ihre Zahlungsmittel. Geben Sie ihn nie weiter, auch nicht an {company}.',
  'email.stripeAccount': 'Stripe-Konto',
  'email.stripeLinksOff': 'Abgeschaltete Zahlungslinks',
  'email.stripeLinksOn': 'Wieder aktive Zahlungslinks',
  'email.stripeButton': 'Einstellungen → Stripe öffnen',
  'email.stripeEndedSubject': '{company} ist nicht mehr mit Stripe verbunden',
  'email.stripeKeyRevokedIntro':
    'Stripe nimmt den Schlüssel Ihres Kontos nicht mehr an: Er wurde widerrufen oder ist abgelaufen. Stripe ist entfernt, und Ihre Kundschaft kann erst wieder online zahlen, wenn Sie es neu verbinden. Danach können Sie die Links unter denselben Adressen wieder einschalten.',
  'email.stripeDeauthorizedIntro':
    'Der Zugriff auf Ihr Stripe-Konto wurde bei Stripe entzogen. Stripe ist entfernt, und Ihre Kundschaft kann erst wieder online zahlen, wenn Sie es neu verbinden. Danach können Sie die Links unter denselben Adressen wieder einschalten.',
  'email.stripeUnsettled':
    'Laufende Zahlungen: {count}. Sie werden bei Stripe abgewickelt, ohne dass wir es sehen. Sehen Sie im Stripe-Dashboard nach, oder verbinden Sie dasselbe Konto wieder: Dann werden sie von selbst gelesen.',
  'email.stripeRestrictedSubject': 'Stripe hat die Zahlungen für {company} angehalten',
  'email.stripeRestrictedIntro':
    'Stripe lässt Ihr Konto zurzeit keine Zahlungen annehmen; Ihre Zahlungslinks sind deshalb aus. Das Stripe-Dashboard sagt, was fehlt. Die Links kommen von selbst zurück, sobald Stripe wieder Zahlungen erlaubt.',
  'email.stripeUnrestrictedSubject': '{company} kann wieder Zahlungen annehmen',
  'email.stripeUnrestrictedIntro':
    'Stripe lässt Ihr Konto wieder Zahlungen annehmen. Ihre Zahlungslinks funktionieren unter denselben Adressen wie zuvor.',
  'email.heldSubject': 'Bitte sehen Sie nach Rechnung {number}: Etwas passt nicht zusammen',
  'email.heldIntro':
    'In den Daten der Rechnung {number} für {customer} passt etwas nicht zusammen. Bis es behoben ist, wird darauf nichts abgebucht, erstattet oder geändert, und ihre Zahlungsseite sagt, dass sie geprüft wird. Ihre anderen Rechnungen laufen weiter wie immer.',
  'email.heldFound': 'Was gefunden wurde',
  'email.heldHow':
    'Wer Ihren Server betreibt, erfährt mit dem Befehl „quittance doctor“ mehr. Sobald es behoben ist, ist die Rechnung von selbst wieder frei.',
  'email.lettersSubject': '{company}: Etwas konnte nicht erledigt werden',
  'email.lettersInvoiceSubject': 'Für Rechnung {number} konnte etwas nicht erledigt werden',
  'email.lettersIntro':
    'Quittance hat das Folgende immer wieder versucht und vorerst aufgegeben. Nichts ist verloren: Es bleibt aufbewahrt, und was gelungen ist, geschieht nicht zweimal.',
  'email.lettersHow': 'Ist die Ursache behoben, lassen Sie es dort noch einmal versuchen.',
  'email.lettersKind': 'Was',
  'email.lettersInbox': 'Eine Nachricht von Stripe, die nicht verbucht werden konnte',
  'email.lettersOutbox': 'Eine E-Mail oder etwas anderes, das folgen sollte',
  'email.lettersCount': 'Insgesamt aufgegeben',
  'email.lettersError': 'Letzter Fehler',
  'email.lettersButton': 'Einstellungen → Zustellungen öffnen',
  'email.inviteSubject': '{company} lädt Sie zu Quittance ein',
  'email.inviteIntro':
    'Sie sind eingeladen, an den Rechnungen von {company} mitzuarbeiten. Wählen Sie ein Passwort, und Sie sind dabei.',
  'email.inviteButton': 'Beitreten',
  'email.inviteStranger': 'Wenn Sie {company} nicht kennen, tun Sie nichts.',
  'method.cash': 'Bar',
  'method.cheque': 'Scheck',
  'method.bank_transfer': 'Banküberweisung',
  'method.card': 'Karte',
  'method.other': 'Sonstige',
} satisfies Catalogue

import type { Catalogue } from './en.ts'

export const fr = {
  'invoice.title': 'Facture',
  'invoice.titleNumber': 'Facture {number}',
  'invoice.number': 'Numéro de facture',
  'invoice.issued': 'Date d’émission',
  'invoice.due': 'Échéance',
  'invoice.served': 'Date de prestation',
  'invoice.from': 'Émetteur',
  'invoice.billTo': 'Facturé à',
  'invoice.taxId': 'N° d’identification fiscale {id}',
  'invoice.description': 'Désignation',
  'invoice.quantity': 'Qté',
  'invoice.unitPrice': 'Prix unitaire',
  'invoice.tax': 'Taxe',
  'invoice.amount': 'Montant',
  'invoice.lineDiscount': 'Remise',
  'invoice.lineDiscountPercent': 'Remise {percent}',
  'invoice.subtotal': 'Sous-total',
  'invoice.discount': 'Remise',
  'invoice.taxOn': '{name} {rate} sur {taxable}',
  'invoice.taxIncluded': 'incluse',
  'invoice.total': 'Total',
  'invoice.amountPaid': 'Montant payé',
  'invoice.amountDue': 'Montant à payer',
  'invoice.dueBy': 'à régler au plus tard le {date}',
  'invoice.draft': 'Brouillon',
  'invoice.draftHint': 'Ce document est un brouillon, pas encore une facture.',
  'invoice.paid': 'Payée',
  'invoice.cancelled': 'Annulée',
  'invoice.cancelledHint': 'Cette facture a été annulée. Rien n’est à payer.',
  'invoice.pay': 'Payer {amount}',
  'invoice.payOnline': 'Payer en ligne',
  'invoice.payHint': 'Scannez le code ou ouvrez cette adresse :',
  'invoice.qrCode': 'Code QR menant à {url}',
  'invoice.note': 'Note',
  'invoice.terms': 'Conditions',
  'invoice.page': 'Page {page} sur {pages}',

  'receipt.title': 'Reçu',
  'receipt.titleNumber': 'Reçu {number}',
  'receipt.number': 'Numéro de reçu',
  'receipt.invoice': 'Pour la facture',
  'receipt.from': 'Payé à',
  'receipt.billTo': 'Payé par',
  'receipt.paidOn': 'Payé le',
  'receipt.method': 'Moyen de paiement',
  'receipt.amount': 'Montant reçu',
  'receipt.thanks': 'Merci pour votre paiement.',
  'receipt.invoiceTotal': 'Total de la facture',
  'receipt.paidSoFar': 'Déjà payé',
  'receipt.remaining': 'Reste à payer',
  'receipt.settled': 'La facture est intégralement payée.',

  'pay.pageTitle': 'Facture {number} de {company}',
  'pay.dueOn': 'Échéance le {date}',
  'pay.wasDue': 'Échue le {date}',
  'pay.statusOverdue': 'En retard',
  'pay.statusProcessing': 'Paiement en cours',
  'pay.statusPaid': 'Payée',
  'pay.statusRefunded': 'Remboursée',
  'pay.paidOf': '{paid} payés sur {total}',
  'pay.billedTo': 'Facturé à',
  'pay.details': 'Détail de la facture',
  'pay.moreLines': '{count, plural, one {# ligne de plus dans le PDF} other {# lignes de plus dans le PDF}}',
  'pay.changedSinceSent': 'Modification depuis l’envoi',
  'pay.downloadInvoice': 'Télécharger la facture (PDF)',
  'pay.downloadReceipt': 'Télécharger le reçu (PDF)',
  'pay.goToPayment': 'Aller au paiement',
  'pay.edited':
    '{company} a modifié cette facture depuis son envoi. Le montant à payer est désormais de {amount}.',
  'pay.heading': 'Payer cette facture',
  'pay.headingRest': 'Payer le solde',
  'pay.loading': 'Le formulaire de paiement sécurisé se charge…',
  'pay.slow': 'Le formulaire n’apparaît pas ? Rechargez la page ou contactez {company} pour payer autrement.',
  'pay.noScript':
    'Le paiement en ligne a besoin de JavaScript, désactivé dans ce navigateur. Activez-le et rechargez la page, ou contactez {company} pour payer autrement.',
  'pay.blocked':
    'Le formulaire de paiement n’a pas pu être chargé : ce navigateur ou ce réseau bloque Stripe, qui traite le paiement. Rien n’a été débité. Essayez un autre navigateur ou un autre réseau, ou contactez {company} pour payer autrement.',
  'pay.orOtherwise': 'Ou payer autrement',
  'pay.save': 'Enregistrer ce moyen de paiement pour l’avenir',
  'pay.mandate':
    'En cochant cette case, vous autorisez {company} à débiter ce moyen de paiement pour de futures factures et réservations. Vous pouvez retirer cette autorisation à tout moment en contactant {company}.',
  'pay.busy': 'Paiement en cours…',
  'pay.secure': 'Vos données de paiement vont directement à Stripe. {company} ne les voit jamais.',
  'pay.declined': 'La dernière tentative n’a pas abouti',
  'pay.declinedHint': 'Rien n’a été débité. Réessayez ou utilisez un autre moyen de paiement.',
  'pay.failed': 'Le paiement n’a pas abouti. Réessayez ou utilisez un autre moyen de paiement.',
  'pay.amountChanged':
    'Le montant est passé à {amount}. Rien n’a été débité. Vérifiez-le, puis appuyez de nouveau sur Payer.',
  'pay.tooMany':
    'Il y a eu trop de tentatives : celle-ci n’a pas commencé. Rien n’a été débité. Attendez une minute, puis appuyez de nouveau sur Payer.',
  'pay.unreachable':
    'Nous étions injoignables : le paiement n’a pas commencé. Vérifiez votre connexion et appuyez de nouveau sur Payer : vous ne serez jamais débité deux fois.',
  'pay.trouble':
    'Un problème est survenu de notre côté et le paiement n’a pas commencé. Rien n’a été débité. Appuyez de nouveau sur Payer dans un instant.',
  'pay.checking': 'Un instant : nous vérifions où en est le paiement…',
  'pay.processingTitle': 'Votre paiement est en route',
  'pay.processingText':
    'Un paiement bancaire peut prendre quelques jours ouvrés. Vous n’avez plus rien à faire ; merci de ne pas payer une seconde fois. Nous vous écrirons dès que l’argent sera arrivé.',
  'pay.paidTitle': 'Cette facture est payée',
  'pay.paidText': 'Merci. Il n’y a plus rien à payer.',
  'pay.refundedTitle': 'Ce paiement a été remboursé',
  'pay.refundedText':
    'L’argent revient par le même chemin, ce qui peut prendre quelques jours ouvrés. Il n’y a rien à payer.',
  'pay.linkOffTitle': 'Le paiement en ligne n’est pas disponible',
  'pay.linkOffText':
    'Cette facture ne peut pas être payée en ligne pour le moment. Contactez {company} pour payer autrement.',
  'pay.heldTitle': 'La facture {number} est en cours de vérification',
  'pay.heldText':
    'Quelque chose ne concorde pas dans les données de cette facture, et {company} s’en occupe. Merci de ne pas la payer maintenant. Ce que vous avez déjà payé n’est pas perdu.',
  'pay.howToReach': 'Contacter {company}',
  'pay.cancelledTitle': 'La facture {number} a été annulée',
  'pay.cancelledText': 'Il n’y a rien à payer.',
  'pay.replacedText': 'Une nouvelle facture la remplace.',
  'pay.openReplacement': 'Ouvrir la nouvelle facture',
  'pay.notFoundTitle': 'Il n’y a rien à cette adresse',
  'pay.notFoundText':
    'L’adresse est peut-être incomplète, ou le lien a été remplacé par un plus récent. Ouvrez de nouveau le lien du dernier e-mail, ou adressez-vous à l’entreprise qui vous l’a envoyé.',
  'pay.errorTitle': 'Un problème est survenu de notre côté',
  'pay.errorText':
    'Nous ne pouvons pas afficher cette page pour le moment. Réessayez dans un instant. Si vous venez de payer, ne payez pas de nouveau : cette page l’indiquera.',
  'pay.tryAgain': 'Réessayer',
  'pay.resultSucceeded': 'Paiement reçu',
  'pay.resultSucceededText': 'Merci. {company} a reçu {amount} pour la facture {number}.',
  'pay.resultRest': 'Il reste {amount} à payer.',
  'pay.resultFailed': 'Le paiement n’a pas abouti',
  'pay.resultPending': 'Nous vérifions votre paiement',
  'pay.resultPendingText':
    'Nous demandons à Stripe où en est votre paiement. Cette page se met à jour d’elle-même. Merci de ne pas payer de nouveau.',
  'pay.resultPendingSlow':
    'Cela prend plus de temps que d’habitude. Vous pouvez fermer cette page : votre paiement n’est pas perdu et vous ne serez pas débité deux fois. Ouvrez plus tard le lien de votre e-mail pour voir où il en est.',
  'pay.backToInvoice': 'Retour à la facture',
  'pay.headingPart': 'Payer {amount} maintenant',
  'pay.confirmTitle': 'Votre banque vous demande de confirmer',
  'pay.confirmText':
    '{company} a voulu prélever {amount}, et votre banque souhaite que vous le confirmiez vous-même. Rien n’a encore été débité. Veuillez payer ci-dessous.',
  'pay.contentChanged':
    'La facture a été modifiée entre-temps, rien n’a donc été débité. Veuillez la relire avant de payer {amount}.',
  'saved.offer': 'Utiliser un moyen de paiement enregistré',
  'saved.title': 'Utiliser un moyen de paiement enregistré',
  'saved.explain':
    'Les moyens de paiement enregistrés auprès de {company} peuvent être utilisés ici après saisie d’un code. Il est envoyé à l’adresse e-mail que {company} connaît pour le client de cette facture.',
  'saved.send': 'Envoyer le code',
  'saved.sent':
    'Si un moyen de paiement est enregistré, un code est en route vers cette adresse. Il est valable 10 minutes.',
  'saved.code': 'Code reçu par e-mail',
  'saved.codeHint': '6 chiffres',
  'saved.continue': 'Continuer',
  'saved.again': 'Envoyer un nouveau code',
  'saved.wrong':
    'Ce code n’est pas le bon, ou n’est plus valable. Vérifiez-le, ou faites-en envoyer un nouveau.',
  'saved.back': 'Payer autrement',
  'saved.shown':
    'Le code est bon : vos moyens de paiement enregistrés sont proposés ci-dessous, dans ce navigateur seulement.',
  'saved.tooMany': 'Il y a eu trop de tentatives. Veuillez patienter quelques minutes et réessayer.',
  'saved.none': 'Le code est bon, mais aucun moyen de paiement enregistré ne peut être utilisé ici.',
  'pay.liveTour': 'Visite guidée : Stripe simulé, aucun argent ne circule. Carte 4242 4242 4242 4242',

  'card.pageTitle': 'Enregistrer un moyen de paiement pour {company}',
  'card.title': 'Enregistrer un moyen de paiement',
  'card.intro':
    '{company} vous demande d’enregistrer une carte ou un compte bancaire, afin de pouvoir y débiter de futures factures et réservations. Rien n’est débité maintenant.',
  'card.mandate':
    'En enregistrant, vous autorisez {company} à débiter ce moyen de paiement pour de futures factures et réservations. Vous pouvez retirer cet accord à tout moment en contactant {company}.',
  'card.save': 'Enregistrer le moyen de paiement',
  'card.busy': 'Enregistrement…',
  'card.loading': 'Le formulaire sécurisé se charge…',
  'card.noScript':
    'L’enregistrement a besoin de JavaScript, désactivé dans ce navigateur. Activez-le et rechargez la page, ou contactez {company}.',
  'card.blocked':
    'Le formulaire sécurisé n’a pas pu être chargé : quelque chose dans ce navigateur ou ce réseau bloque Stripe. Rien n’a été enregistré. Essayez un autre navigateur ou réseau, ou contactez {company}.',
  'card.failed': 'L’enregistrement n’a pas abouti. Réessayez ou utilisez un autre moyen de paiement.',
  'card.tooMany': 'Trop de tentatives. Patientez quelques minutes et réessayez.',
  'card.trouble': 'Un problème est survenu et rien n’a été enregistré. Réessayez dans un instant.',
  'card.savedTitle': 'Votre moyen de paiement est enregistré',
  'card.savedText':
    '{company} peut désormais le débiter pour de futures factures et réservations. Rien n’a été débité aujourd’hui.',
  'card.failedTitle': 'Le moyen de paiement n’a pas été enregistré',
  'card.pendingTitle': 'Un instant',
  'card.pendingText':
    'Nous demandons à Stripe si votre moyen de paiement est enregistré. Cette page se met à jour seule.',
  'card.closedTitle': 'Ce lien n’est plus ouvert',
  'card.closedText': 'Il a été remplacé ou a expiré. Demandez-en un nouveau à {company}.',
  'card.unavailableTitle': 'Impossible d’enregistrer un moyen de paiement pour le moment',
  'card.unavailableText': 'Veuillez contacter {company}.',

  'email.label': '{label} :',
  'email.greeting': 'Bonjour {name},',
  'email.invoiceSubject': 'Facture {number} de {company}',
  'email.invoiceSubjectUpdated': 'Facture modifiée {number} de {company}',
  'email.invoiceIntro': 'Voici la facture {number} de {company}.',
  'email.invoiceIntroUpdated':
    'La facture {number} de {company} a changé. Cette version remplace la précédente.',
  'email.invoiceDue': '{amount} à régler au plus tard le {date}.',
  'email.invoiceSettled': 'Elle est payée : vous n’avez rien à faire.',
  'email.invoiceButton': 'Voir et payer',
  'email.invoiceButtonSettled': 'Voir la facture',
  'email.invoiceAddress': 'Ou ouvrez cette adresse dans votre navigateur :',
  'email.invoiceAttached': 'La facture est jointe en PDF.',
  'email.howToPay': 'Comment payer',
  'email.questions': 'Une question ? Répondez à cet e-mail.',
  'email.paidSubject': 'La facture {number} a été payée',
  'email.paidSubjectPartly': 'La facture {number} a été payée en partie',
  'email.paidIntro': '{customer} a payé {amount} pour la facture {number}.',
  'email.paidCustomer': 'Client',
  'email.paidButton': 'Ouvrir la facture',
  'email.paidWhy':
    'Vous recevez cet e-mail en tant qu’administrateur de {company}. Vous pouvez le désactiver dans les réglages, sous Notifications.',
  'email.paidUnapplied':
    '{amount} sont arrivés pour une facture déjà réglée ou annulée. Remboursez-les en un clic depuis le paiement.',
  'email.paidSubjectUnapplied': 'Un paiement pour la facture {number} est à rembourser',
  'email.cancelledSubject': 'La facture {number} de {company} a été annulée',
  'email.cancelledIntro':
    '{company} a annulé la facture {number}. Il n’y a rien à payer et son lien de paiement ne fonctionne plus.',
  'email.cancelledPaid': 'Si vous avez déjà payé une partie, {company} vous contactera.',
  'email.receiptSubject': 'Reçu {number} de {company}',
  'email.receiptIntro': 'Merci. {company} a reçu votre paiement de {amount} pour la facture {invoice}.',
  'email.receiptAttached': 'Le reçu est joint en PDF.',
  'email.receiptButton': 'Voir la facture',
  'email.troubleWhy': 'Vous recevez cet e-mail en tant qu’administrateur de {company}.',
  'email.troubleReason': 'Motif',
  'email.declinedSubject': 'Un paiement de la facture {number} n’a pas abouti',
  'email.declinedIntro':
    '{customer} a tenté de payer {amount} pour la facture {number}, sans succès. Rien n’a été payé depuis.',
  'email.debitFailedSubject': 'Un paiement bancaire de la facture {number} a été rejeté',
  'email.debitFailedIntro':
    'Le paiement bancaire de {amount} par {customer} pour la facture {number} a échoué : l’argent n’est pas arrivé. La facture est de nouveau ouverte. Votre client en a été informé.',
  'email.refundedSubject': 'Un paiement de la facture {number} a été remboursé chez Stripe',
  'email.refundedIntro':
    '{amount} du paiement de {customer} pour la facture {number} ont été remboursés dans le Dashboard Stripe.',
  'email.refundFailedSubject': 'Un remboursement de la facture {number} a échoué',
  'email.refundFailedIntro':
    'Le remboursement de {amount} à {customer} pour la facture {number} n’est pas arrivé, et l’argent est revenu sur votre solde Stripe. Votre client l’attend toujours : remboursez-le autrement et notez-le sur le paiement.',
  'email.disputedSubject': 'Le paiement de la facture {number} est contesté',
  'email.disputedIntro':
    'La banque de {customer} conteste le paiement de {amount} pour la facture {number} et a repris l’argent pour le moment.',
  'email.inquirySubject': 'La banque pose une question sur le paiement de la facture {number}',
  'email.inquiryIntro':
    'La banque de {customer} pose une question sur le paiement de {amount} pour la facture {number}. L’argent n’a pas encore bougé. Répondre, ou rembourser, peut éviter un litige.',
  'email.disputeDue': 'Répondez dans le Dashboard Stripe avant le {date}.',
  'email.disputeWonSubject': 'Vous avez gagné le litige sur la facture {number}',
  'email.disputeWonIntro':
    'Le paiement de {amount} par {customer} pour la facture {number} est de nouveau à vous.',
  'email.disputeLostSubject': 'Le litige sur la facture {number} est perdu',
  'email.disputeLostIntro': 'La banque de {customer} garde les {amount} payés pour la facture {number}.',
  'email.disputeClosedSubject': 'Le litige sur la facture {number} est clos',
  'email.disputeClosedIntro':
    'La question sur le paiement de {amount} par {customer} pour la facture {number} est close. L’argent vous reste.',
  'email.fraudSubject': 'La carte qui a payé la facture {number} est peut-être volée',
  'email.fraudIntro':
    'La banque de la carte qui a payé {amount} pour la facture {number} ({customer}) soupçonne une fraude. Un litige avec des frais peut suivre : envisagez de rembourser dès maintenant.',
  'email.reviewSubject': 'Veuillez vérifier le paiement de la facture {number}',
  'email.reviewIntro':
    'Stripe trouve inhabituel le paiement de {amount} par {customer} pour la facture {number}. Il est payé, mais vérifiez-le dans le Dashboard Stripe avant de livrer quoi que ce soit.',
  'email.refundSubject': 'Remboursement de la facture {number} par {company}',
  'email.refundIntro': '{company} a remboursé {amount} de votre paiement de la facture {number}.',
  'email.refundWay':
    'L’argent revient par le moyen de paiement utilisé. Cela peut prendre quelques jours ouvrables.',
  'email.refundAmount': 'Montant remboursé',
  'email.debitBackSubject': 'Votre paiement de la facture {number} n’a pas abouti',
  'email.debitBackIntro':
    'Votre banque n’a pas exécuté le paiement de {amount} pour la facture {number} de {company}. La facture reste à payer.',
  'email.cardSubject': 'Veuillez enregistrer un moyen de paiement pour {company}',
  'email.cardButton': 'Enregistrer un moyen de paiement',
  'email.cardExpires': 'Le lien fonctionne une fois, jusqu’au {date}.',
  'email.debitBackHow': 'Veuillez vérifier votre compte, ou payer autrement.',
  'email.confirmSubject': 'Veuillez confirmer votre paiement de la facture {number}',
  'email.confirmIntro':
    '{company} a voulu prélever {amount} pour la facture {number} avec le moyen de paiement que vous avez enregistré. Votre banque vous demande de le confirmer vous-même. Rien n’a encore été débité.',
  'email.confirmHow':
    'Ouvrez la facture et payez-la sur place. Votre banque vous interrogera alors, dans son application ou par un code.',
  'email.confirmButton': 'Confirmer et payer',
  'email.codeSubject': 'Votre code pour la facture {number} de {company}',
  'email.codeIntro':
    'Une personne qui a ouvert la facture {number} de {company} demande à utiliser les moyens de paiement que vous avez enregistrés. Si c’est vous, saisissez ce code sur la page.',
  'email.codeLabel': 'Votre code',
  'email.codeDetail': 'Valable 10 minutes, une seule fois.',
  'email.codeWarning':
    'Si ce n’est pas vous, ne faites rien : sans le code, personne ne voit ni n’utilise vos moyens de paiement. Ne le transmettez jamais, pas même à {company}.',
  'email.stripeAccount': 'Compte Stripe',
  'email.stripeLinksOff': 'Liens de paiement désactivés',
  'email.stripeLinksOn': 'Liens de paiement de nouveau actifs',
  'email.stripeButton': 'Ouvrir Réglages → Stripe',
  'email.stripeEndedSubject': '{company} n’est plus connecté à Stripe',
  'email.stripeKeyRevokedIntro':
    'Stripe n’accepte plus la clé de votre compte : elle a été révoquée ou a expiré. Stripe est retiré, et vos clients ne peuvent plus payer en ligne tant que vous ne l’avez pas reconnecté. Vous pourrez alors réactiver les liens, avec les mêmes adresses.',
  'email.stripeDeauthorizedIntro':
    'L’accès à votre compte Stripe a été retiré chez Stripe. Stripe est retiré, et vos clients ne peuvent plus payer en ligne tant que vous ne l’avez pas reconnecté. Vous pourrez alors réactiver les liens, avec les mêmes adresses.',
  'email.stripeUnsettled':
    'Paiements en cours : {count}. Ils se règlent chez Stripe sans que nous le voyions. Consultez le tableau de bord Stripe, ou reconnectez le même compte : ils seront alors lus automatiquement.',
  'email.stripeRestrictedSubject': 'Stripe a suspendu les paiements de {company}',
  'email.stripeRestrictedIntro':
    'Stripe n’autorise pas votre compte à encaisser pour le moment ; vos liens de paiement sont donc désactivés. Le tableau de bord Stripe indique ce qui manque. Les liens reviendront d’eux-mêmes dès que Stripe autorisera de nouveau les paiements.',
  'email.stripeUnrestrictedSubject': '{company} peut de nouveau encaisser',
  'email.stripeUnrestrictedIntro':
    'Stripe autorise de nouveau votre compte à encaisser. Vos liens de paiement fonctionnent aux mêmes adresses qu’avant.',
  'email.heldSubject': 'Merci d’examiner la facture {number} : quelque chose ne concorde pas',
  'email.heldIntro':
    'Quelque chose ne concorde pas dans les données de la facture {number} pour {customer}. Tant que ce n’est pas réparé, rien n’y est débité, remboursé ni modifié, et sa page de paiement indique qu’elle est en cours de vérification. Vos autres factures continuent normalement.',
  'email.heldFound': 'Ce qui a été trouvé',
  'email.heldHow':
    'La personne qui gère votre serveur peut en savoir plus avec la commande « quittance doctor ». Une fois réparée, la facture est libérée d’elle-même.',
  'email.lettersSubject': '{company} : une opération n’a pas pu être effectuée',
  'email.lettersInvoiceSubject': 'Une opération n’a pas pu être effectuée pour la facture {number}',
  'email.lettersIntro':
    'Quittance a essayé plusieurs fois ce qui suit et y a renoncé pour l’instant. Rien n’est perdu : tout est conservé, et ce qui a réussi n’est pas fait deux fois.',
  'email.lettersHow': 'Une fois la cause éliminée, relancez-la à cet endroit.',
  'email.lettersKind': 'Quoi',
  'email.lettersInbox': 'Une nouvelle de Stripe qui n’a pas pu être appliquée',
  'email.lettersOutbox': 'Un e-mail, ou une autre suite à donner',
  'email.lettersCount': 'Abandonnées en tout',
  'email.lettersError': 'Dernière erreur',
  'email.lettersButton': 'Ouvrir Réglages → Envois',
  'email.inviteSubject': '{company} vous invite sur Quittance',
  'email.inviteIntro':
    'Vous êtes invité à travailler sur les factures de {company}. Choisissez un mot de passe, et c’est fait.',
  'email.inviteButton': 'Rejoindre',
  'email.inviteStranger': 'Si vous ne connaissez pas {company}, ne faites rien.',
  'method.cash': 'Espèces',
  'method.cheque': 'Chèque',
  'method.bank_transfer': 'Virement bancaire',
  'method.card': 'Carte',
  'method.other': 'Autre',
} satisfies Catalogue

import type { Catalogue } from './en.ts'

export const es = {
  'invoice.title': 'Factura',
  'invoice.titleNumber': 'Factura {number}',
  'invoice.number': 'Número de factura',
  'invoice.issued': 'Fecha de emisión',
  'invoice.due': 'Vencimiento',
  'invoice.served': 'Fecha del servicio',
  'invoice.from': 'De',
  'invoice.billTo': 'Facturar a',
  'invoice.taxId': 'Id. fiscal {id}',
  'invoice.description': 'Descripción',
  'invoice.quantity': 'Cant.',
  'invoice.unitPrice': 'Precio unitario',
  'invoice.tax': 'Impuesto',
  'invoice.amount': 'Importe',
  'invoice.lineDiscount': 'Descuento',
  'invoice.lineDiscountPercent': 'Descuento del {percent}',
  'invoice.subtotal': 'Subtotal',
  'invoice.discount': 'Descuento',
  'invoice.taxOn': '{name} {rate} sobre {taxable}',
  'invoice.taxIncluded': 'incluido',
  'invoice.total': 'Total',
  'invoice.amountPaid': 'Importe pagado',
  'invoice.amountDue': 'Importe pendiente',
  'invoice.dueBy': 'vence el {date}',
  'invoice.draft': 'Borrador',
  'invoice.draftHint': 'Este documento es un borrador y aún no es una factura.',
  'invoice.paid': 'Pagada',
  'invoice.cancelled': 'Anulada',
  'invoice.cancelledHint': 'Esta factura se ha anulado. No hay nada que pagar.',
  'invoice.pay': 'Pagar {amount}',
  'invoice.payOnline': 'Pagar en línea',
  'invoice.payHint': 'Escanee el código o abra esta dirección:',
  'invoice.qrCode': 'Código QR que lleva a {url}',
  'invoice.note': 'Nota',
  'invoice.terms': 'Condiciones',
  'invoice.page': 'Página {page} de {pages}',

  'receipt.title': 'Recibo',
  'receipt.titleNumber': 'Recibo {number}',
  'receipt.number': 'Número de recibo',
  'receipt.invoice': 'Por la factura',
  'receipt.from': 'Pagado a',
  'receipt.billTo': 'Pagado por',
  'receipt.paidOn': 'Pagado el',
  'receipt.method': 'Método de pago',
  'receipt.amount': 'Importe recibido',
  'receipt.thanks': 'Gracias por su pago.',
  'receipt.invoiceTotal': 'Total de la factura',
  'receipt.paidSoFar': 'Pagado hasta ahora',
  'receipt.remaining': 'Pendiente de pago',
  'receipt.settled': 'La factura está pagada por completo.',

  'pay.pageTitle': 'Factura {number} de {company}',
  'pay.dueOn': 'Vence el {date}',
  'pay.wasDue': 'Venció el {date}',
  'pay.statusOverdue': 'Vencida',
  'pay.statusProcessing': 'Pago en curso',
  'pay.statusPaid': 'Pagada',
  'pay.statusRefunded': 'Reembolsada',
  'pay.paidOf': '{paid} de {total} pagados',
  'pay.billedTo': 'Facturado a',
  'pay.details': 'Detalle de la factura',
  'pay.moreLines': '{count, plural, one {# línea más en el PDF} other {# líneas más en el PDF}}',
  'pay.changedSinceSent': 'Cambio desde el envío',
  'pay.downloadInvoice': 'Descargar factura (PDF)',
  'pay.downloadReceipt': 'Descargar recibo (PDF)',
  'pay.goToPayment': 'Ir al pago',
  'pay.edited':
    '{company} ha modificado esta factura desde que se la envió. El importe pendiente es ahora de {amount}.',
  'pay.heading': 'Pagar esta factura',
  'pay.headingRest': 'Pagar el resto',
  'pay.loading': 'El formulario de pago seguro se está cargando…',
  'pay.slow':
    '¿No aparece el formulario? Vuelva a cargar la página o contacte con {company} para pagar de otra forma.',
  'pay.noScript':
    'Para pagar en línea hace falta JavaScript, que está desactivado en este navegador. Actívelo y vuelva a cargar la página, o contacte con {company} para pagar de otra forma.',
  'pay.blocked':
    'No se ha podido cargar el formulario de pago: este navegador o esta red bloquea Stripe, que gestiona el pago. No se ha cobrado nada. Pruebe con otro navegador u otra red, o contacte con {company} para pagar de otra forma.',
  'pay.orOtherwise': 'O pagar de otra forma',
  'pay.save': 'Guardar este medio de pago para el futuro',
  'pay.mandate':
    'Si marca esta casilla, autoriza a {company} a cobrar futuras facturas y reservas con este medio de pago. Puede retirar esta autorización en cualquier momento contactando con {company}.',
  'pay.busy': 'Pago en curso…',
  'pay.secure': 'Sus datos de pago van directamente a Stripe. {company} nunca los ve.',
  'pay.declined': 'El último intento no se ha completado',
  'pay.declinedHint': 'No se ha cobrado nada. Inténtelo de nuevo o use otro medio de pago.',
  'pay.failed': 'El pago no se ha completado. Inténtelo de nuevo o use otro medio de pago.',
  'pay.amountChanged':
    'El importe ha cambiado a {amount}. No se ha cobrado nada. Compruébelo y vuelva a pulsar Pagar.',
  'pay.tooMany':
    'Ha habido demasiados intentos y este no se ha iniciado. No se ha cobrado nada. Espere un minuto y vuelva a pulsar Pagar.',
  'pay.unreachable':
    'No hemos podido recibir su petición y el pago no se ha iniciado. Compruebe su conexión y vuelva a pulsar Pagar: nunca se le cobrará dos veces.',
  'pay.trouble':
    'Algo ha fallado por nuestra parte y el pago no se ha iniciado. No se ha cobrado nada. Vuelva a pulsar Pagar dentro de un momento.',
  'pay.checking': 'Un momento: estamos comprobando el estado del pago…',
  'pay.processingTitle': 'Su pago está en camino',
  'pay.processingText':
    'Un pago bancario puede tardar unos días laborables. No tiene que hacer nada más; por favor, no pague otra vez. Le escribiremos en cuanto llegue el dinero.',
  'pay.paidTitle': 'Esta factura está pagada',
  'pay.paidText': 'Gracias. No queda nada por pagar.',
  'pay.refundedTitle': 'Este pago se ha reembolsado',
  'pay.refundedText':
    'El dinero vuelve por el mismo camino, lo que puede tardar unos días laborables. No hay nada que pagar.',
  'pay.linkOffTitle': 'El pago en línea no está disponible',
  'pay.linkOffText':
    'Esta factura no se puede pagar en línea por el momento. Contacte con {company} para pagar de otra forma.',
  'pay.heldTitle': 'La factura {number} se está revisando',
  'pay.heldText':
    'Algo no concuerda en los datos de esta factura y {company} lo está revisando. Por favor, no la pague ahora. Lo que ya haya pagado no se ha perdido.',
  'pay.howToReach': 'Contactar con {company}',
  'pay.cancelledTitle': 'La factura {number} se ha anulado',
  'pay.cancelledText': 'No hay nada que pagar.',
  'pay.replacedText': 'Una nueva factura la sustituye.',
  'pay.openReplacement': 'Abrir la nueva factura',
  'pay.notFoundTitle': 'No hay nada en esta dirección',
  'pay.notFoundText':
    'Puede que la dirección esté incompleta o que el enlace se haya sustituido por otro más reciente. Abra de nuevo el enlace del último correo o pregunte a la empresa que se lo envió.',
  'pay.errorTitle': 'Algo ha fallado por nuestra parte',
  'pay.errorText':
    'Ahora mismo no podemos mostrar esta página. Inténtelo de nuevo dentro de un momento. Si acaba de pagar, no vuelva a pagar: esta página lo mostrará.',
  'pay.tryAgain': 'Intentar de nuevo',
  'pay.resultSucceeded': 'Pago recibido',
  'pay.resultSucceededText': 'Gracias. {company} ha recibido {amount} por la factura {number}.',
  'pay.resultRest': 'Quedan {amount} por pagar.',
  'pay.resultFailed': 'El pago no se ha completado',
  'pay.resultPending': 'Estamos comprobando su pago',
  'pay.resultPendingText':
    'Estamos preguntando a Stripe por el estado de su pago. Esta página se actualiza sola. Por favor, no pague otra vez.',
  'pay.resultPendingSlow':
    'Está tardando más de lo habitual. Puede cerrar esta página: su pago no se ha perdido y no se le cobrará dos veces. Abra más tarde el enlace de su correo para ver cómo va.',
  'pay.backToInvoice': 'Volver a la factura',
  'pay.headingPart': 'Pagar {amount} ahora',
  'pay.confirmTitle': 'Su banco le pide que confirme',
  'pay.confirmText':
    '{company} intentó cobrar {amount} y su banco quiere que usted lo confirme. Todavía no se ha cobrado nada. Pague aquí abajo.',
  'pay.contentChanged':
    'La factura se modificó entretanto, por lo que no se ha cobrado nada. Revísela antes de pagar {amount}.',
  'saved.offer': 'Usar un medio de pago guardado',
  'saved.title': 'Usar un medio de pago guardado',
  'saved.explain':
    'Los medios de pago guardados con {company} se pueden usar aquí tras introducir un código. Se envía a la dirección de correo que {company} tiene del cliente de esta factura.',
  'saved.send': 'Enviar el código',
  'saved.sent':
    'Si hay un medio de pago guardado, un código va de camino a esa dirección. Es válido durante 10 minutos.',
  'saved.code': 'Código del correo',
  'saved.codeHint': '6 cifras',
  'saved.continue': 'Continuar',
  'saved.again': 'Enviar un código nuevo',
  'saved.wrong': 'Este código no es correcto o ya no es válido. Compruébelo o pida uno nuevo.',
  'saved.back': 'Pagar de otra forma',
  'saved.shown':
    'El código es correcto: sus medios de pago guardados se ofrecen abajo, solo en este navegador.',
  'saved.tooMany': 'Ha habido demasiados intentos. Espere unos minutos y vuelva a intentarlo.',
  'saved.none': 'El código es correcto, pero no hay ningún medio de pago guardado que se pueda usar aquí.',
  'pay.liveTour': 'Visita guiada: Stripe simulado, no se mueve dinero. Tarjeta 4242 4242 4242 4242',

  'card.pageTitle': 'Guardar un método de pago para {company}',
  'card.title': 'Guardar un método de pago',
  'card.intro':
    '{company} le pide que guarde una tarjeta o cuenta bancaria para poder cobrar en ella futuras facturas y reservas. Ahora no se cobra nada.',
  'card.mandate':
    'Al guardar, permite a {company} cobrar con este método de pago futuras facturas y reservas. Puede retirarlo en cualquier momento contactando con {company}.',
  'card.save': 'Guardar método de pago',
  'card.busy': 'Guardando…',
  'card.loading': 'El formulario seguro se está cargando…',
  'card.noScript':
    'Guardar un método de pago necesita JavaScript, que está desactivado en este navegador. Actívelo y recargue la página, o contacte con {company}.',
  'card.blocked':
    'No se pudo cargar el formulario seguro: algo en este navegador o red bloquea Stripe. No se guardó nada. Pruebe con otro navegador o red, o contacte con {company}.',
  'card.failed': 'No se pudo guardar. Inténtelo de nuevo o use otro método de pago.',
  'card.tooMany': 'Hubo demasiados intentos. Espere unos minutos e inténtelo de nuevo.',
  'card.trouble': 'Algo salió mal y no se guardó nada. Inténtelo de nuevo en un momento.',
  'card.savedTitle': 'Su método de pago está guardado',
  'card.savedText':
    '{company} ya puede cobrar con él futuras facturas y reservas. Hoy no se ha cobrado nada.',
  'card.failedTitle': 'El método de pago no se guardó',
  'card.pendingTitle': 'Un momento, por favor',
  'card.pendingText':
    'Estamos preguntando a Stripe si su método de pago se guardó. Esta página se actualiza sola.',
  'card.closedTitle': 'Este enlace ya no está abierto',
  'card.closedText': 'Fue reemplazado o ha caducado. Pida uno nuevo a {company}.',
  'card.unavailableTitle': 'Ahora no se puede guardar un método de pago',
  'card.unavailableText': 'Por favor, contacte con {company}.',

  'email.label': '{label}:',
  'email.greeting': 'Hola, {name}:',
  'email.invoiceSubject': 'Factura {number} de {company}',
  'email.invoiceSubjectUpdated': 'Factura modificada {number} de {company}',
  'email.invoiceIntro': 'Aquí tiene la factura {number} de {company}.',
  'email.invoiceIntroUpdated':
    'La factura {number} de {company} ha cambiado. Esta versión sustituye a la anterior.',
  'email.invoiceDue': 'Debe pagar {amount} a más tardar el {date}.',
  'email.invoiceSettled': 'Está pagada: no tiene que hacer nada.',
  'email.invoiceButton': 'Ver y pagar',
  'email.invoiceButtonSettled': 'Ver la factura',
  'email.invoiceAddress': 'O abra esta dirección en su navegador:',
  'email.invoiceAttached': 'La factura se adjunta en PDF.',
  'email.howToPay': 'Cómo pagar',
  'email.questions': '¿Alguna pregunta? Responda a este correo.',
  'email.paidSubject': 'La factura {number} se ha pagado',
  'email.paidSubjectPartly': 'La factura {number} se ha pagado en parte',
  'email.paidIntro': '{customer} ha pagado {amount} por la factura {number}.',
  'email.paidCustomer': 'Cliente',
  'email.paidButton': 'Abrir la factura',
  'email.paidWhy':
    'Recibe este correo como administrador de {company}. Puede desactivarlo en los ajustes, en Notificaciones.',
  'email.paidUnapplied':
    '{amount} llegaron para una factura ya pagada o anulada. Reembólselos con un clic desde el pago.',
  'email.paidSubjectUnapplied': 'Hay que reembolsar un pago de la factura {number}',
  'email.cancelledSubject': 'La factura {number} de {company} se ha anulado',
  'email.cancelledIntro':
    '{company} ha anulado la factura {number}. No hay nada que pagar y su enlace de pago ya no funciona.',
  'email.cancelledPaid': 'Si ya ha pagado una parte, {company} se pondrá en contacto con usted.',
  'email.receiptSubject': 'Recibo {number} de {company}',
  'email.receiptIntro': 'Gracias. {company} ha recibido su pago de {amount} por la factura {invoice}.',
  'email.receiptAttached': 'El recibo se adjunta en PDF.',
  'email.receiptButton': 'Ver la factura',
  'email.troubleWhy': 'Recibe este correo como administrador de {company}.',
  'email.troubleReason': 'Motivo',
  'email.declinedSubject': 'Un pago de la factura {number} no se completó',
  'email.declinedIntro':
    '{customer} intentó pagar {amount} por la factura {number} y no fue posible. Desde entonces no se ha pagado nada.',
  'email.debitFailedSubject': 'Se devolvió un pago bancario de la factura {number}',
  'email.debitFailedIntro':
    'El pago bancario de {amount} de {customer} por la factura {number} falló y el dinero no llegó. La factura vuelve a estar abierta. Se ha avisado a su cliente.',
  'email.refundedSubject': 'Un pago de la factura {number} se reembolsó en Stripe',
  'email.refundedIntro':
    'Se reembolsaron {amount} de lo que {customer} pagó por la factura {number} en el Dashboard de Stripe.',
  'email.refundFailedSubject': 'Un reembolso de la factura {number} falló',
  'email.refundFailedIntro':
    'El reembolso de {amount} a {customer} por la factura {number} no llegó y el dinero ha vuelto a su saldo de Stripe. Su cliente lo sigue esperando: devuélvalo de otra forma y anótelo en el pago.',
  'email.disputedSubject': 'El pago de la factura {number} está en disputa',
  'email.disputedIntro':
    'El banco de {customer} disputa el pago de {amount} por la factura {number} y de momento ha retirado el dinero.',
  'email.inquirySubject': 'El banco pregunta por el pago de la factura {number}',
  'email.inquiryIntro':
    'El banco de {customer} pregunta por el pago de {amount} por la factura {number}. Todavía no se ha movido dinero. Responder, o reembolsar, puede evitar una disputa.',
  'email.disputeDue': 'Responda en el Dashboard de Stripe antes del {date}.',
  'email.disputeWonSubject': 'Ha ganado la disputa de la factura {number}',
  'email.disputeWonIntro': 'El pago de {amount} de {customer} por la factura {number} vuelve a ser suyo.',
  'email.disputeLostSubject': 'La disputa de la factura {number} se ha perdido',
  'email.disputeLostIntro':
    'El banco de {customer} se queda con los {amount} pagados por la factura {number}.',
  'email.disputeClosedSubject': 'La disputa de la factura {number} está cerrada',
  'email.disputeClosedIntro':
    'La consulta sobre el pago de {amount} de {customer} por la factura {number} está cerrada. El dinero sigue siendo suyo.',
  'email.fraudSubject': 'La tarjeta que pagó la factura {number} puede ser robada',
  'email.fraudIntro':
    'El banco de la tarjeta que pagó {amount} por la factura {number} ({customer}) sospecha un fraude. Puede seguir una disputa con comisión: considere reembolsar el pago ahora.',
  'email.reviewSubject': 'Revise el pago de la factura {number}',
  'email.reviewIntro':
    'Stripe considera inusual el pago de {amount} de {customer} por la factura {number}. Está pagado, pero revíselo en el Dashboard de Stripe antes de entregar nada.',
  'email.refundSubject': 'Reembolso de la factura {number} de {company}',
  'email.refundIntro': '{company} ha reembolsado {amount} de su pago de la factura {number}.',
  'email.refundWay':
    'El dinero vuelve por el mismo medio con el que pagó. Puede tardar algunos días laborables.',
  'email.refundAmount': 'Importe reembolsado',
  'email.debitBackSubject': 'Su pago de la factura {number} no se completó',
  'email.debitBackIntro':
    'Su banco no realizó el pago de {amount} por la factura {number} de {company}. La factura sigue pendiente.',
  'email.cardSubject': 'Guarde un método de pago para {company}',
  'email.cardButton': 'Guardar un método de pago',
  'email.cardExpires': 'El enlace funciona una vez, hasta el {date}.',
  'email.debitBackHow': 'Revise su cuenta o pague de otra forma.',
  'email.confirmSubject': 'Confirme su pago de la factura {number}',
  'email.confirmIntro':
    '{company} intentó cobrar {amount} por la factura {number} con el medio de pago que usted guardó. Su banco le pide que lo confirme. Todavía no se ha cobrado nada.',
  'email.confirmHow':
    'Abra la factura y páguela allí. Su banco se lo preguntará en su aplicación o con un código.',
  'email.confirmButton': 'Confirmar y pagar',
  'email.codeSubject': 'Su código para la factura {number} de {company}',
  'email.codeIntro':
    'Alguien que abrió la factura {number} de {company} pide usar los medios de pago que usted guardó. Si es usted, introduzca este código en la página.',
  'email.codeLabel': 'Su código',
  'email.codeDetail': 'Válido durante 10 minutos, una sola vez.',
  'email.codeWarning':
    'Si no es usted, no haga nada: sin el código nadie ve ni usa sus medios de pago. No lo comparta nunca, tampoco con {company}.',
  'email.stripeAccount': 'Cuenta de Stripe',
  'email.stripeLinksOff': 'Enlaces de pago desactivados',
  'email.stripeLinksOn': 'Enlaces de pago activos de nuevo',
  'email.stripeButton': 'Abrir Ajustes → Stripe',
  'email.stripeEndedSubject': '{company} ya no está conectado a Stripe',
  'email.stripeKeyRevokedIntro':
    'Stripe ya no acepta la clave de su cuenta: fue revocada o ha caducado. Stripe se ha quitado y sus clientes no podrán pagar en línea hasta que lo conecte de nuevo. Entonces podrá reactivar los enlaces, con las mismas direcciones.',
  'email.stripeDeauthorizedIntro':
    'El acceso a su cuenta de Stripe se retiró en Stripe. Stripe se ha quitado y sus clientes no podrán pagar en línea hasta que lo conecte de nuevo. Entonces podrá reactivar los enlaces, con las mismas direcciones.',
  'email.stripeUnsettled':
    'Pagos en curso: {count}. Se liquidan en Stripe sin que lo veamos. Consúltelos en el panel de Stripe, o conecte de nuevo la misma cuenta: entonces se leerán solos.',
  'email.stripeRestrictedSubject': 'Stripe ha detenido los pagos de {company}',
  'email.stripeRestrictedIntro':
    'Stripe no permite que su cuenta reciba pagos por ahora, por lo que sus enlaces de pago están desactivados. El panel de Stripe indica qué falta. Los enlaces volverán solos en cuanto Stripe permita de nuevo los pagos.',
  'email.stripeUnrestrictedSubject': '{company} puede recibir pagos de nuevo',
  'email.stripeUnrestrictedIntro':
    'Stripe permite de nuevo que su cuenta reciba pagos. Sus enlaces de pago funcionan con las mismas direcciones que antes.',
  'email.heldSubject': 'Revise la factura {number}: algo no concuerda',
  'email.heldIntro':
    'Algo no concuerda en los datos de la factura {number} de {customer}. Hasta que se arregle, no se cobra, reembolsa ni cambia nada en ella, y su página de pago indica que se está revisando. Sus demás facturas siguen como siempre.',
  'email.heldFound': 'Lo que se ha encontrado',
  'email.heldHow':
    'Quien administra su servidor puede saber más con el comando «quittance doctor». Una vez arreglada, la factura queda libre por sí sola.',
  'email.lettersSubject': '{company}: algo no se pudo hacer',
  'email.lettersInvoiceSubject': 'Algo no se pudo hacer para la factura {number}',
  'email.lettersIntro':
    'Quittance intentó lo siguiente una y otra vez y lo ha dejado por ahora. No se pierde nada: queda guardado, y lo que funcionó no se hace dos veces.',
  'email.lettersHow': 'Cuando la causa haya desaparecido, haga que se intente de nuevo allí.',
  'email.lettersKind': 'Qué',
  'email.lettersInbox': 'Una noticia de Stripe que no se pudo aplicar',
  'email.lettersOutbox': 'Un correo u otra cosa que debía seguir',
  'email.lettersCount': 'Abandonados en total',
  'email.lettersError': 'Último error',
  'email.lettersButton': 'Abrir Ajustes → Entregas',
  'email.inviteSubject': '{company} le invita a Quittance',
  'email.inviteIntro':
    'Le invitan a trabajar con las facturas de {company}. Elija una contraseña y ya está dentro.',
  'email.inviteButton': 'Unirse',
  'email.inviteStranger': 'Si no conoce a {company}, no haga nada.',
  'method.cash': 'Efectivo',
  'method.cheque': 'Cheque',
  'method.bank_transfer': 'Transferencia bancaria',
  'method.card': 'Tarjeta',
  'method.other': 'Otro',
} satisfies Catalogue

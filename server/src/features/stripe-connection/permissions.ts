import { asRefusal, type Stripe, stripeFault } from '../../platform/stripe/client.ts'

/** A permission of a restricted key, as Stripe's Dashboard words it, and a request that needs it and can have no effect. */
interface Permission {
  name: string
  /** Without it nothing can be collected at all. */
  essential: boolean
  probe(stripe: Stripe, key: string): Promise<unknown>
}

// There is no such object anywhere: who may write is told "no such …" (400, 404), who may not is told so (403).
const none = 'quittance_probe'

const permissions: Permission[] = [
  {
    name: 'PaymentIntents (write)',
    essential: true,
    probe: (stripe, idempotencyKey) => stripe.paymentIntents.cancel(`pi_${none}`, {}, { idempotencyKey }),
  },
  {
    name: 'SetupIntents (write)',
    essential: true,
    probe: (stripe, idempotencyKey) => stripe.setupIntents.cancel(`seti_${none}`, {}, { idempotencyKey }),
  },
  {
    name: 'Charges and Refunds (write)',
    essential: true,
    probe: (stripe, idempotencyKey) =>
      stripe.refunds.create({ payment_intent: `pi_${none}` }, { idempotencyKey }),
  },
  {
    name: 'Events (read)',
    essential: true,
    probe: (stripe) => stripe.events.list({ limit: 1 }),
  },
  {
    name: 'Customers (write)',
    essential: false,
    probe: (stripe, idempotencyKey) =>
      stripe.customers.update(`cus_${none}`, { metadata: { probe: '1' } }, { idempotencyKey }),
  },
  {
    name: 'PaymentMethods (write)',
    essential: false,
    probe: (stripe, idempotencyKey) => stripe.paymentMethods.detach(`pm_${none}`, {}, { idempotencyKey }),
  },
  {
    name: 'CustomerSessions (write)',
    essential: false,
    probe: (stripe, idempotencyKey) =>
      stripe.customerSessions.create(
        { customer: `cus_${none}`, components: { payment_element: { enabled: true } } },
        { idempotencyKey },
      ),
  },
  {
    name: 'Webhook endpoints (write)',
    essential: false,
    probe: (stripe) => stripe.webhookEndpoints.del(`we_${none}`),
  },
  {
    name: 'Payment method domains (write)',
    essential: false,
    probe: (stripe, idempotencyKey) =>
      stripe.paymentMethodDomains.validate(`pmd_${none}`, {}, { idempotencyKey }),
  },
  { name: 'Disputes (read)', essential: false, probe: (stripe) => stripe.disputes.list({ limit: 1 }) },
  {
    name: 'Balance transactions (read)',
    essential: false,
    probe: (stripe) => stripe.balanceTransactions.list({ limit: 1 }),
  },
]

/** Names what a key may not do, the essential apart. `probeId` makes the requests' keys. */
export async function missingPermissions(
  stripe: Stripe,
  probeId: string,
): Promise<{ essential: string[]; other: string[] }> {
  const asked = await Promise.all(
    permissions.map(async (permission, index) => ({
      permission,
      missing: await isForbidden(permission.probe(stripe, `${probeId}:${index}`)),
    })),
  )
  const missing = asked.filter((one) => one.missing).map((one) => one.permission)
  return {
    essential: missing.filter((one) => one.essential).map((one) => one.name),
    other: missing.filter((one) => !one.essential).map((one) => one.name),
  }
}

async function isForbidden(probe: Promise<unknown>): Promise<boolean> {
  try {
    await probe
    return false
  } catch (error) {
    const status = stripeFault(error)?.statusCode
    if (status === 403) return true
    if (status === 400 || status === 404) return false
    throw asRefusal(error)
  }
}

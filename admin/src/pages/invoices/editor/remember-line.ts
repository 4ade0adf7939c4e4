import { answer, api } from '../../../api/client.ts'
import { sentenceFor } from '../../../api/problem.ts'
import { queryClient } from '../../../api/queries.ts'
import type { Service } from '../../../api/types.ts'
import { amountText, parseAmount } from '../../../blocks/amount-text.ts'
import { tell } from '../../../ui/toast.tsx'
import type { DraftLine } from './draft.ts'

/** The line as a service puts it: its price only in the invoice's own currency, its taxes as far as they are in use. */
export function lineFromService(
  line: DraftLine,
  service: Service,
  currency: string,
  taxesInUse: ReadonlySet<string>,
): DraftLine {
  const taxes = service.taxes.filter((id) => taxesInUse.has(id))
  return {
    ...line,
    description: service.name,
    detail: service.description ?? line.detail,
    unit: service.unit ?? line.unit,
    price: service.currency === currency ? amountText(service.unit_amount, currency) : line.price,
    taxes: taxes.length > 0 ? taxes : line.taxes,
  }
}

/** Puts a line among the services, or its price and taxes to the one of that name, and tells how it went. */
export async function rememberLine(line: DraftLine, currency: string): Promise<void> {
  const name = line.description.trim()
  const unitAmount = parseAmount(line.price, currency)
  if (!name || unitAmount === null)
    return tell('Write a description and a price first, then it can be remembered.', 'bad')
  const body = {
    name,
    description: line.detail.trim() || null,
    unit: line.unit.trim() || null,
    currency,
    unit_amount: unitAmount,
    taxes: line.taxes,
  }
  try {
    const { data } = await answer(api.GET('/services', { params: { query: { q: name, limit: 100 } } }))
    const known = data.find((service) => service.name.toLowerCase() === name.toLowerCase())
    if (known) await answer(api.PATCH('/services/{id}', { params: { path: { id: known.id } }, body }))
    else await answer(api.POST('/services', { body }))
    void queryClient.invalidateQueries({ queryKey: ['services'] })
    tell(
      known
        ? `${name} is remembered as it stands here.`
        : `${name} is remembered, and suggested from now on.`,
    )
  } catch (error) {
    tell(sentenceFor(error), 'bad')
  }
}

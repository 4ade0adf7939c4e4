import type { Parameters } from './parameters.ts'
import { invalidRequest, resourceMissing } from './stripe-error.ts'

type Listed = { id: string; created?: number }
type Range = { gt?: number; gte?: number; lt?: number; lte?: number }

/**
 * One page of a list ("Pagination"): `items` newest first, filtered by `created`, cut by `limit` (1 to 100,
 * 10 unless told), `starting_after` and `ending_before`.
 */
export function listPage<Item extends Listed>(items: Item[], parameters: Parameters, url: string) {
  const limit = (parameters.limit as number | undefined) ?? 10
  if (limit < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'limit',
    })
  }
  if (limit > 100) {
    throw invalidRequest("This value must be less than or equal to 100 (it currently is '" + limit + "').", {
      code: 'parameter_invalid_integer',
      param: 'limit',
    })
  }
  const wanted = items.filter((item) =>
    isWithin(item.created, parameters.created as number | Range | undefined),
  )
  const { starting_after: after, ending_before: before } = parameters as {
    [name: string]: string | undefined
  }
  if (after) {
    const rest = wanted.slice(position(items, wanted, after, 'starting_after') + 1)
    return page(rest.slice(0, limit), rest.length > limit, url)
  }
  if (before) {
    const newer = wanted.slice(0, position(items, wanted, before, 'ending_before'))
    return page(newer.slice(-limit), newer.length > limit, url)
  }
  return page(wanted.slice(0, limit), wanted.length > limit, url)
}

function page<Item>(data: Item[], has_more: boolean, url: string) {
  return { object: 'list' as const, data, has_more, url }
}

function position<Item extends Listed>(all: Item[], wanted: Item[], id: string, param: string): number {
  const index = wanted.findIndex((item) => item.id === id)
  if (index >= 0) return index
  if (!all.some((item) => item.id === id)) throw resourceMissing('object', id, { param, inPath: false })
  return param === 'starting_after' ? -1 : wanted.length
}

function isWithin(created: number | undefined, range: number | Range | undefined): boolean {
  if (range === undefined || created === undefined) return true
  if (typeof range === 'number') return created === range
  if (range.gt !== undefined && created <= range.gt) return false
  if (range.gte !== undefined && created < range.gte) return false
  if (range.lt !== undefined && created >= range.lt) return false
  return range.lte === undefined || created <= range.lte
}

import { describe, expect, test } from 'vitest'
import { type Block, paginate } from './page-flow.ts'

const edges = { top: 10, bottom: 110 }

describe('pages', () => {
  test('take blocks while there is room', () => {
    expect(heights(paginate([block(60), block(40), block(1)], edges))).toEqual([[60, 40], [1]])
  })

  test('place blocks one below the other', () => {
    expect(paginate([block(60), block(30)], edges)[0]?.map(({ y }) => y)).toEqual([10, 70])
  })

  test('do not end with a heading', () => {
    const heading = { ...block(20), keepWithNext: true }
    expect(heights(paginate([block(70), heading, block(30)], edges))).toEqual([[70], [20, 30]])
  })

  test('begin with the head of the table that goes on', () => {
    const head = block(5)
    const rows = [block(60), { ...block(50), head }, { ...block(50), head }]
    expect(heights(paginate(rows, edges))).toEqual([[60], [5, 50], [5, 50]])
  })

  test('give a block that is too tall a page of its own, and come to an end', () => {
    expect(heights(paginate([block(20), block(500), block(20)], edges))).toEqual([[20], [500], [20]])
    expect(heights(paginate([block(500)], edges))).toEqual([[500]])
    expect(paginate([], edges)).toEqual([[]])
  })
})

function block(height: number): Block {
  return { height, draw: () => {} }
}

function heights(pages: ReturnType<typeof paginate>): number[][] {
  return pages.map((page) => page.map(({ block: { height } }) => height))
}

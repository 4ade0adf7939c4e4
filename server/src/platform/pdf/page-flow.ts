/** Content that stays on one page. Points. */
export interface Block {
  height: number
  /** Draws with the upper edge at `y`. */
  draw(y: number): void
  /** What is repeated above it when it is the first of a page. */
  head?: Block
  /** Never the last of a page: a heading, a table's head. */
  keepWithNext?: boolean
}

/** A block and where it stands on its page. */
export interface PlacedBlock {
  block: Block
  y: number
}

/** Spreads blocks over pages between `top` and `bottom`. A block taller than a page gets one of its own. */
export function paginate(
  blocks: readonly Block[],
  { top, bottom }: { top: number; bottom: number },
): PlacedBlock[][] {
  let page: PlacedBlock[] = []
  const pages = [page]
  let y = top
  for (const [index, block] of blocks.entries()) {
    if (page.length > 0 && y + heightTogether(blocks, index) > bottom) {
      page = []
      pages.push(page)
      y = top
      if (block.head) {
        page.push({ block: block.head, y })
        y += block.head.height
      }
    }
    page.push({ block, y })
    y += block.height
  }
  return pages
}

function heightTogether(blocks: readonly Block[], from: number): number {
  let height = 0
  for (const block of blocks.slice(from, from + 8)) {
    height += block.height
    if (!block.keepWithNext) break
  }
  return height
}

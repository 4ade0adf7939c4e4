/** Many may be inside at once, or one alone: whoever restarts the product waits until nobody is in the middle of a request. */
export interface Gate {
  together<T>(work: () => Promise<T>): Promise<T>
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** Opens a gate; whoever wants to be alone goes first, so that nobody waits for ever. */
export function openGate(): Gate {
  let inside = 0
  let closed: Promise<void> | null = null
  let left: () => void = () => {}
  return {
    async together(work) {
      while (closed) await closed
      inside += 1
      try {
        return await work()
      } finally {
        inside -= 1
        left()
      }
    },
    async alone(work) {
      while (closed) await closed
      let open = () => {}
      closed = new Promise((resolve) => {
        open = () => {
          closed = null
          resolve()
        }
      })
      try {
        while (inside > 0)
          await new Promise<void>((resolve) => {
            left = resolve
          })
        return await work()
      } finally {
        open()
      }
    },
  }
}

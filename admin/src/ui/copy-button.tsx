import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { tell } from './toast.tsx'

const doneForMs = 2_000

/** Puts `text` on the clipboard and says so. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [done, setDone] = useState(false)

  async function copy(): Promise<void> {
    if (!(await putOnClipboard(text))) {
      tell('The browser did not allow copying. Select the text and copy it by hand.', 'bad')
      return
    }
    setDone(true)
    setTimeout(() => setDone(false), doneForMs)
  }

  return (
    <Button
      icon={done ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      onClick={() => void copy()}
      className={className}
    >
      {done ? 'Copied' : label}
    </Button>
  )
}

async function putOnClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Plain http has no clipboard API; the old way still works there.
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const copied = document.execCommand('copy')
    area.remove()
    return copied
  }
}

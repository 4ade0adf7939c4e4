import { CloudAlert, Eye, HardDriveDownload, PencilLine, Redo2, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ago } from '../../../blocks/dates.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import type { Keeping } from './use-keeping.ts'

interface EditorBarProps {
  keeping: Keeping
  isPreviewing: boolean
  onPreview: (isPreviewing: boolean) => void
  history: { undo: () => void; redo: () => void; canUndo: boolean; canRedo: boolean }
}

/** Undo and redo, and whether what is typed would survive a closed tab. */
export function EditorBar({ keeping, history, isPreviewing, onPreview }: EditorBarProps) {
  return (
    <div className="-my-2 flex min-h-9 items-center gap-1">
      <IconButton label="Undo" disabled={!history.canUndo} onClick={history.undo}>
        <Undo2 aria-hidden className="size-4.5" />
      </IconButton>
      <IconButton label="Redo" disabled={!history.canRedo} onClick={history.redo}>
        <Redo2 aria-hidden className="size-4.5" />
      </IconButton>
      <Kept keeping={keeping} />
      <Button
        className="ml-auto"
        size="small"
        aria-pressed={isPreviewing}
        icon={isPreviewing ? <PencilLine aria-hidden /> : <Eye aria-hidden />}
        onClick={() => onPreview(!isPreviewing)}
      >
        <span className="lg:hidden">{isPreviewing ? 'Write' : 'Preview'}</span>
        <span className="hidden lg:inline">{isPreviewing ? 'Hide preview' : 'Preview'}</span>
      </Button>
    </div>
  )
}

const lookAgainMs = 30_000

function Kept({ keeping }: { keeping: Keeping }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), lookAgainMs)
    return () => clearInterval(timer)
  }, [keeping])
  if (keeping.state === 'nothing') return null
  if (keeping.state === 'failed')
    return (
      <p role="alert" className="ml-2 flex items-center gap-1.5 text-sm text-bad">
        <CloudAlert aria-hidden className="size-4 shrink-0" />
        Not kept: this browser has no room. Trying again; save before you leave.
      </p>
    )
  return (
    <p className="ml-2 flex items-center gap-1.5 text-sm text-faint">
      <HardDriveDownload aria-hidden className="size-4 shrink-0" />
      {keeping.state === 'waiting' ? 'Keeping…' : `Kept in this browser ${ago(keeping.at, now)}`}
    </p>
  )
}

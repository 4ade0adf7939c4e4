import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DialogActions } from '../../../ui/dialog.tsx'

/** A secret that was made a moment ago, in a dialog: it can be copied now, and never again. */
export function ShownOnce({
  secret,
  copy,
  children,
  onClose,
}: {
  secret: string
  copy: string
  children: string
  onClose: () => void
}) {
  return (
    <>
      <p className="text-soft">{children}</p>
      <p
        className="mt-3 rounded-control bg-sunken px-3 py-2.5 font-mono text-sm break-all"
        data-testid="secret"
      >
        {secret}
      </p>
      <DialogActions>
        <CopyButton text={secret} label={copy} />
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </>
  )
}

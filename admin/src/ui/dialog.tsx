import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** `alertdialog` for what cannot be undone. */
  role?: 'dialog' | 'alertdialog'
  width?: 'narrow' | 'normal' | 'wide'
  children: ReactNode
}

/** Over the page, focus inside, Escape closes. On phones it comes from below. */
export function Dialog({ title, isOpen, onClose, role = 'dialog', width = 'normal', children }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
      className="fixed inset-0 z-40 flex items-end justify-center bg-[rgb(20_18_12/0.45)] sm:items-start sm:overflow-y-auto sm:p-6 sm:pt-[8vh]"
    >
      <Modal
        className={classes(
          'max-h-[92dvh] w-full overflow-y-auto rounded-t-dialog border border-line bg-raised shadow-float sm:max-h-none sm:overflow-visible sm:rounded-dialog',
          { narrow: 'sm:max-w-md', normal: 'sm:max-w-xl', wide: 'sm:max-w-4xl' }[width],
        )}
      >
        <AriaDialog role={role} className="outline-none">
          <div className="flex items-center justify-between gap-3 pt-4 pr-3 pl-5">
            <Heading slot="title" className="text-lg font-semibold">
              {title}
            </Heading>
            <IconButton label="Close" onClick={onClose}>
              <X aria-hidden className="size-4.5" />
            </IconButton>
          </div>
          <div className="px-5 pt-2 pb-5">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The row of buttons a dialog ends with. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-col-reverse gap-2.5 sm:flex-row sm:justify-end">{children}</div>
}

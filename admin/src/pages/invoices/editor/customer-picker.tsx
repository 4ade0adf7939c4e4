import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Plus } from 'lucide-react'
import { useContext, useState } from 'react'
import {
  Button as AriaButton,
  ComboBox,
  ComboBoxStateContext,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components'
import { customerSearchQuery } from '../../../api/queries.ts'
import type { Customer } from '../../../api/types.ts'
import { CustomerForm } from '../../../blocks/customer-form.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { useFault } from '../../../ui/form.tsx'
import type { Draft } from './draft.ts'

const newCustomer = ' new'

/** Who the invoice is for: searched as one types, or created in place. */
export function CustomerPicker({
  picked,
  onPick,
}: {
  picked: Draft['customer']
  onPick: (customer: Customer) => void
}) {
  const [text, setText] = useState(picked ? labelOf(picked) : '')
  const [isTyping, setTyping] = useState(false)
  // Undo may bring another customer back.
  const [shown, setShown] = useState(picked?.id)
  if (shown !== picked?.id) {
    setShown(picked?.id)
    setText(picked ? labelOf(picked) : '')
  }
  const [isCreating, setCreating] = useState(false)
  const { fault, forget } = useFault('/customer_id')
  const { data: found = [], isFetching } = useQuery(customerSearchQuery(isTyping ? text.trim() : ''))

  function pick(customer: Customer): void {
    forget()
    setTyping(false)
    setText(labelOf(customer))
    onPick(customer)
  }

  function choose(key: unknown): void {
    if (key === newCustomer) return setCreating(true)
    const customer = found.find((candidate) => candidate.id === key)
    if (customer) pick(customer)
  }

  return (
    <>
      <ComboBox
        selectedKey={picked?.id ?? null}
        onSelectionChange={choose}
        inputValue={text}
        onInputChange={(value) => {
          setTyping(true)
          setText(value)
        }}
        onOpenChange={(isOpen) => {
          if (isOpen) return
          // What was typed and not chosen is no customer.
          setTyping(false)
          setText(picked ? labelOf(picked) : '')
        }}
        isInvalid={fault !== null}
        allowsEmptyCollection
        defaultFilter={() => true}
        className="flex flex-col"
      >
        <Label className="mb-1.5 text-sm font-medium">Customer</Label>
        <div className="relative">
          <SearchInput />
          <AriaButton
            aria-label="Show customers"
            className="absolute inset-y-0 right-0 flex w-10 items-center justify-center text-soft"
          >
            <ChevronDown aria-hidden className="size-4" />
          </AriaButton>
        </div>
        <FieldError className="mt-1.5 text-sm text-bad">{fault}</FieldError>
        <Popover className="z-50 w-(--trigger-width) overflow-auto rounded-card border border-line bg-raised p-1 shadow-float">
          <ListBox
            className="max-h-72 overflow-auto outline-none"
            renderEmptyState={() => (
              <p className="px-2.5 py-2 text-soft">{isFetching ? 'Searching…' : 'Nobody found.'}</p>
            )}
          >
            {found.map((customer) => (
              <ListBoxItem
                key={customer.id}
                id={customer.id}
                textValue={labelOf(customer)}
                className={optionClass}
              >
                <span className="truncate">{labelOf(customer)}</span>
                <span className="truncate text-sm text-faint">
                  {[customer.company && customer.name, customer.email].filter(Boolean).join(' · ')}
                </span>
              </ListBoxItem>
            ))}
            <ListBoxItem
              id={newCustomer}
              textValue="New customer"
              className={`${optionClass} !flex-row items-center gap-2 font-medium text-accent`}
            >
              <Plus aria-hidden className="size-4" />
              New customer{isTyping && text.trim() ? ` “${text.trim()}”` : ''}
            </ListBoxItem>
          </ListBox>
        </Popover>
      </ComboBox>
      {!picked && (
        <div className="mt-2">
          <Button size="small" look="quiet" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
            New customer
          </Button>
        </div>
      )}
      <Dialog title="New customer" isOpen={isCreating} onClose={() => setCreating(false)}>
        <CustomerForm
          brief
          name={isTyping ? text.trim() : ''}
          onCancel={() => setCreating(false)}
          onSaved={(customer) => {
            setCreating(false)
            pick(customer)
          }}
          actions={(buttons) => <DialogActions>{buttons}</DialogActions>}
        />
      </Dialog>
    </>
  )
}

/** Opens on a click, but not when a fault puts the focus here: the fault is to be read first. */
function SearchInput() {
  const list = useContext(ComboBoxStateContext)
  return (
    <Input
      data-pointer="/customer_id"
      data-own-undo
      placeholder="Search by name, company or e-mail"
      className="control pr-10"
      onClick={() => list?.open(null, 'manual')}
    />
  )
}

const optionClass =
  'flex cursor-pointer flex-col rounded-control px-2.5 py-1.5 outline-none select-none focus:bg-hover data-[selected]:font-medium'

function labelOf(customer: { name: string; company: string | null }): string {
  return customer.company || customer.name
}

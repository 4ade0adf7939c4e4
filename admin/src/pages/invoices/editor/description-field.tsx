import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { serviceSearchQuery } from '../../../api/queries.ts'
import type { Service } from '../../../api/types.ts'
import { Money } from '../../../blocks/money.tsx'
import { classes } from '../../../ui/classes.ts'
import { TextField } from '../../../ui/field.tsx'

interface DescriptionFieldProps {
  label: string
  pointer: string
  value: string
  onValue: (value: string) => void
  onPick: (service: Service) => void
  /** Keys the list of services has no use for. */
  onKeyDown: (event: KeyboardEvent) => void
}

/** What a line is for: any words, or one of the services, suggested as one types. ↓ shows all of them. */
export function DescriptionField({
  label,
  pointer,
  value,
  onValue,
  onPick,
  onKeyDown,
}: DescriptionFieldProps) {
  const listId = useId()
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const asked = useDeferredValue(value.trim())
  const { data: services = [] } = useQuery({ ...serviceSearchQuery(asked), enabled: isOpen })
  const shown = isOpen ? services : []

  function close(): void {
    setOpen(false)
    setActive(-1)
  }

  function pick(service: Service): void {
    close()
    onPick(service)
  }

  function onListKey(event: KeyboardEvent): void {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event
    if (altKey || ctrlKey || metaKey || shiftKey || event.nativeEvent.isComposing) return onKeyDown(event)
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const by = key === 'ArrowDown' ? 1 : -1
      // Past either end stands what was typed.
      setActive((before) => ((before + 1 + by + shown.length + 1) % (shown.length + 1)) - 1)
      return
    }
    if (key === 'Escape' && shown.length > 0) {
      event.preventDefault()
      return close()
    }
    if (key === 'Enter' && shown[active]) {
      event.preventDefault()
      return pick(shown[active])
    }
    if (key === 'Tab' || key === 'Enter') close()
    onKeyDown(event)
  }

  return (
    <div className="relative col-span-2 row-start-1 @2xl:col-span-1 @2xl:col-start-1">
      <TextField
        label={label}
        hideLabel
        placeholder="What is it for?"
        pointer={pointer}
        value={value}
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
        onKeyDown={onListKey}
        onBlur={close}
        onValue={(text) => {
          setOpen(text.trim() !== '')
          setActive(-1)
          onValue(text)
        }}
      />
      <div
        id={listId}
        role="listbox"
        aria-label="Services"
        hidden={shown.length === 0}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-auto rounded-card border border-line bg-raised p-1 shadow-float"
      >
        {shown.map((service, index) => (
          <div
            key={service.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            // Before the field loses the focus.
            onMouseDown={(event) => {
              event.preventDefault()
              pick(service)
            }}
            className={classes(
              'flex cursor-pointer items-baseline justify-between gap-3 rounded-control px-2.5 py-1.5 hover:bg-hover max-sm:py-2.5',
              index === active && 'bg-hover',
            )}
          >
            <span className="min-w-0">
              <span className="block truncate">{service.name}</span>
              {service.description && (
                <span className="block truncate text-sm text-faint">{service.description}</span>
              )}
            </span>
            <Money amount={service.unit_amount} currency={service.currency} className="text-soft" />
          </div>
        ))}
      </div>
    </div>
  )
}

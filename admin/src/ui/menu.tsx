import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Button,
  MenuTrigger,
  Popover,
  type Selection,
} from 'react-aria-components'
import { classes } from './classes.ts'

const itemClass =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-base outline-none select-none focus:bg-hover max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0'

const popoverClass =
  'z-50 min-w-48 max-w-80 overflow-auto rounded-card border border-line bg-raised p-1 shadow-float'

interface MenuProps {
  label: string
  trigger: ReactNode
  triggerClass: string
  items: {
    key: string
    label: string
    icon?: ReactNode
    tone?: 'danger'
    isDisabled?: boolean
    onPress: () => void
  }[]
}

/** A button that opens a list of acts. */
export function Menu({ label, trigger, triggerClass, items }: MenuProps) {
  return (
    <MenuTrigger>
      <Button aria-label={label} className={triggerClass}>
        {trigger}
      </Button>
      <Popover placement="bottom end" className={popoverClass}>
        <AriaMenu
          aria-label={label}
          onAction={(key) => items.find((item) => item.key === key)?.onPress()}
          className="outline-none"
        >
          {items
            .filter((item) => !item.isDisabled)
            .map((item) => (
              <AriaMenuItem
                key={item.key}
                id={item.key}
                textValue={item.label}
                className={classes(itemClass, item.tone === 'danger' && 'text-bad')}
              >
                {item.icon}
                {item.label}
              </AriaMenuItem>
            ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

interface MultiSelectProps {
  label: string
  /** What is chosen, in words. */
  summary: string
  options: { key: string; label: string }[]
  chosen: string[]
  onChoose: (chosen: string[]) => void
  /** A last entry that does something else. */
  extra?: { label: string; icon: ReactNode; onPress: () => void }
  isInvalid?: boolean
  pointer?: string
}

const extraKey = ' extra'

/** Any number of a few options. */
export function MultiSelect({
  label,
  summary,
  options,
  chosen,
  onChoose,
  extra,
  isInvalid,
  pointer,
}: MultiSelectProps) {
  function choose(selection: Selection): void {
    if (selection === 'all') return onChoose(options.map((option) => option.key))
    if (selection.has(extraKey)) return extra?.onPress()
    onChoose(options.map((option) => option.key).filter((key) => selection.has(key)))
  }
  return (
    <MenuTrigger>
      <Button
        aria-label={`${label}: ${summary}`}
        data-pointer={pointer}
        className={classes(
          'inline-flex min-h-7 max-w-full items-center gap-1 rounded-full border px-2.5 text-sm text-soft transition-colors hover:border-edge hover:text-ink max-sm:min-h-10',
          isInvalid ? 'border-bad' : 'border-edge/50',
        )}
      >
        <span className="truncate">{summary}</span>
        <ChevronDown aria-hidden className="size-3.5 shrink-0" />
      </Button>
      <Popover placement="bottom start" className={popoverClass}>
        <AriaMenu
          aria-label={label}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={choose}
          className="outline-none"
        >
          {options.map((option) => (
            <AriaMenuItem key={option.key} id={option.key} textValue={option.label} className={itemClass}>
              {({ isSelected }) => (
                <>
                  <Check aria-hidden className={isSelected ? 'text-accent' : 'opacity-0'} />
                  {option.label}
                </>
              )}
            </AriaMenuItem>
          ))}
          {extra && (
            <AriaMenuItem id={extraKey} textValue={extra.label} className={classes(itemClass, 'text-accent')}>
              {extra.icon}
              {extra.label}
            </AriaMenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

import type { LineTax } from '@quittance/core/invoice/totals'
import type { FieldFault } from '@quittance/core/refusal'
import { ArrowDown, ArrowUp, BookmarkPlus, Copy, Ellipsis, Plus, Tag, Text, Trash2 } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import type { Service } from '../../../api/types.ts'
import { amountPlaceholder, amountText, parseAmount } from '../../../blocks/amount-text.ts'
import { Money } from '../../../blocks/money.tsx'
import { taxWords } from '../../../blocks/tax-words.ts'
import { TextField } from '../../../ui/field.tsx'
import { useFault } from '../../../ui/form.tsx'
import { Menu, MultiSelect } from '../../../ui/menu.tsx'
import { DescriptionField } from './description-field.tsx'
import { DiscountField } from './discount-field.tsx'
import type { DraftLine } from './draft.ts'

export interface LineActs {
  onLine: (line: DraftLine) => void
  /** A change nobody made, such as writing 80 as 80.00. */
  onTidy: (line: DraftLine) => void
  /** To the same field of the next line; after the last there is a new one. */
  onNext: (field: string) => void
  onAddAfter: () => void
  onMove: (by: -1 | 1, field: string) => void
  onDuplicate: () => void
  onRemove: () => void
  /** False: it was no table, and is pasted as text. */
  onPaste: (text: string) => boolean
  onService: (service: Service) => void
  onRemember: () => void
  onNewTaxRate: () => void
}

interface LineEditorProps extends LineActs {
  line: DraftLine
  index: number
  count: number
  currency: string
  rates: LineTax[]
  /** Minor units. */
  amount: number
  faults: FieldFault[]
}

/** One line of the invoice. Its keys are told below the list. */
export function LineEditor({
  line,
  index,
  count,
  currency,
  rates,
  amount,
  faults,
  onLine,
  ...acts
}: LineEditorProps) {
  const [wantsDetail, setWantsDetail] = useState(line.detail !== '' || line.unit !== '')
  const [wantsDiscount, setWantsDiscount] = useState(line.discount !== null)
  const showsDetail = wantsDetail || line.detail !== '' || line.unit !== ''
  const showsDiscount = wantsDiscount || line.discount !== null
  const place = `Line ${index + 1}`
  const pointer = `/lines/${index}`
  const change = (part: Partial<DraftLine>) => onLine({ ...line, ...part })
  const known = (field: string) =>
    faults.find((fault) => fault.pointer === `${pointer}/${field}`)?.detail ?? null
  const { fault: taxFault } = useFault(`${pointer}/taxes`)

  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLInputElement) || event.nativeEvent.isComposing) return
    const field = event.target.dataset['pointer']?.split('/').at(-1) ?? 'description'
    const act = actOf(event)
    if (!act) return
    event.preventDefault()
    if (act === 'next') acts.onNext(field)
    if (act === 'insert') acts.onAddAfter()
    if (act === 'up') acts.onMove(-1, field)
    if (act === 'down') acts.onMove(1, field)
    if (act === 'duplicate') acts.onDuplicate()
    if (act === 'remove') acts.onRemove()
  }

  function onPaste(event: ClipboardEvent): void {
    if (!(event.target instanceof HTMLInputElement)) return
    if (acts.onPaste(event.clipboardData.getData('text/plain'))) event.preventDefault()
  }

  return (
    <li
      aria-label={place}
      data-line={line.key}
      onPaste={onPaste}
      className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_2.75rem] gap-x-3 gap-y-2 border-b border-line py-4 @2xl:grid-cols-[minmax(0,1fr)_5rem_8rem_8.5rem_2.25rem] @2xl:py-3"
    >
      <DescriptionField
        label={`${place}: description`}
        pointer={`${pointer}/description`}
        value={line.description}
        onValue={(description) => change({ description })}
        onPick={acts.onService}
        onKeyDown={onKeyDown}
      />
      <div className="row-start-2 @2xl:col-start-2 @2xl:row-start-1">
        <Caption>Quantity</Caption>
        <TextField
          onKeyDown={onKeyDown}
          label={`${place}: quantity`}
          hideLabel
          inputMode="decimal"
          inputClassName="figures text-right"
          pointer={`${pointer}/quantity`}
          fault={known('quantity')}
          value={line.quantity}
          onValue={(quantity) => change({ quantity })}
        />
      </div>
      <div className="col-span-2 row-start-2 @2xl:col-span-1 @2xl:col-start-3 @2xl:row-start-1">
        <Caption>Price in {currency.toUpperCase()}</Caption>
        <TextField
          onKeyDown={onKeyDown}
          label={`${place}: price`}
          hideLabel
          inputMode="decimal"
          inputClassName="figures text-right"
          placeholder={amountPlaceholder(currency)}
          pointer={`${pointer}/unit_amount`}
          fault={known('unit_amount')}
          value={line.price}
          onValue={(price) => change({ price })}
          onBlur={() => {
            const typed = parseAmount(line.price, currency)
            if (typed !== null && line.price !== amountText(typed, currency))
              acts.onTidy({ ...line, price: amountText(typed, currency) })
          }}
        />
      </div>
      <div className="col-span-3 row-start-4 flex min-h-9 items-center justify-end @2xl:self-start @2xl:col-span-1 @2xl:col-start-4 @2xl:row-start-1">
        <Money amount={amount} currency={currency} className="font-medium" />
      </div>
      <div className="col-span-3 row-start-3 flex flex-wrap items-start gap-2 @2xl:col-span-5 @2xl:col-start-1 @2xl:row-start-2">
        <MultiSelect
          label={`${place}: taxes`}
          summary={summaryOf(line.taxes, rates)}
          options={rates.map((rate) => ({ key: rate.id, label: taxWords(rate) }))}
          chosen={line.taxes}
          onChoose={(taxes) => change({ taxes })}
          extra={{ label: 'New tax rate…', icon: <Plus aria-hidden />, onPress: acts.onNewTaxRate }}
          isInvalid={taxFault !== null}
          pointer={`${pointer}/taxes`}
        />
        {taxFault && <p className="w-full text-sm text-bad">{taxFault}</p>}
        {showsDetail && (
          <div className="flex min-w-0 flex-1 basis-72 gap-2">
            <TextField
              onKeyDown={onKeyDown}
              className="flex-1"
              label={`${place}: detail`}
              hideLabel
              placeholder="Detail"
              pointer={`${pointer}/detail`}
              value={line.detail}
              onValue={(detail) => change({ detail })}
            />
            <TextField
              onKeyDown={onKeyDown}
              className="w-24"
              label={`${place}: unit`}
              hideLabel
              placeholder="Unit"
              pointer={`${pointer}/unit`}
              value={line.unit}
              onValue={(unit) => change({ unit })}
            />
          </div>
        )}
        {showsDiscount && (
          <DiscountField
            label={`${place}: discount`}
            pointer={`${pointer}/discount`}
            currency={currency}
            discount={line.discount}
            onDiscount={(discount) => change({ discount })}
            fault={known('discount')}
            isInline
          />
        )}
      </div>
      <div className="col-start-3 row-start-1 @2xl:col-start-5">
        <Menu
          label={`${place}: more`}
          trigger={<Ellipsis aria-hidden className="size-4.5" />}
          triggerClass="inline-flex size-9 items-center justify-center rounded-control text-soft hover:bg-hover hover:text-ink max-sm:size-11"
          items={[
            {
              key: 'detail',
              label: 'Detail and unit',
              icon: <Text aria-hidden />,
              isDisabled: showsDetail,
              onPress: () => setWantsDetail(true),
            },
            {
              key: 'discount',
              label: 'Discount',
              icon: <Tag aria-hidden />,
              isDisabled: showsDiscount,
              onPress: () => setWantsDiscount(true),
            },
            {
              key: 'up',
              label: 'Move up',
              icon: <ArrowUp aria-hidden />,
              isDisabled: index === 0,
              onPress: () => acts.onMove(-1, 'description'),
            },
            {
              key: 'down',
              label: 'Move down',
              icon: <ArrowDown aria-hidden />,
              isDisabled: index === count - 1,
              onPress: () => acts.onMove(1, 'description'),
            },
            { key: 'duplicate', label: 'Duplicate', icon: <Copy aria-hidden />, onPress: acts.onDuplicate },
            {
              key: 'remember',
              label: 'Remember this',
              icon: <BookmarkPlus aria-hidden />,
              onPress: acts.onRemember,
            },
            {
              key: 'remove',
              label: 'Remove',
              icon: <Trash2 aria-hidden />,
              tone: 'danger',
              onPress: acts.onRemove,
            },
          ]}
        />
      </div>
    </li>
  )
}

type Act = 'next' | 'insert' | 'up' | 'down' | 'duplicate' | 'remove'

function actOf({ key, altKey, shiftKey, ctrlKey, metaKey }: KeyboardEvent): Act | null {
  if (key === 'Enter' && !altKey) return shiftKey || ctrlKey || metaKey ? 'insert' : 'next'
  if (!altKey || ctrlKey || metaKey) return null
  if (shiftKey && key === 'ArrowDown') return 'duplicate'
  if (shiftKey && (key === 'Backspace' || key === 'Delete')) return 'remove'
  if (!shiftKey && key === 'ArrowUp') return 'up'
  return !shiftKey && key === 'ArrowDown' ? 'down' : null
}

/** Where the columns have no heads, each field has its own; its full name is told by the label. */
function Caption({ children }: { children: ReactNode }) {
  return (
    <span aria-hidden className="mb-1 block text-xs font-medium text-faint @2xl:hidden">
      {children}
    </span>
  )
}

function summaryOf(chosen: string[], rates: LineTax[]): string {
  const names = rates.filter((rate) => chosen.includes(rate.id)).map(taxWords)
  return names.length ? names.join(', ') : 'No tax'
}

import type { LineTax, Totals } from '@quittance/core/invoice/totals'
import type { FieldFault } from '@quittance/core/refusal'
import { Plus } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useSession } from '../../../api/session.ts'
import { TaxRateDialog } from '../../../blocks/tax-rate-dialog.tsx'
import { Button } from '../../../ui/button.tsx'
import { tell } from '../../../ui/toast.tsx'
import { blankLine, copyOfLine, type DraftLine, isBlankLine } from './draft.ts'
import { LineEditor } from './line-editor.tsx'
import { BadCells, type BadLineCell, brieflyBad, stillBad, unreadable } from './paste/bad-cells.tsx'
import { pastedRowsAtMost, readPasted } from './paste/pasted-rows.ts'
import { lineFromService, rememberLine } from './remember-line.ts'

interface LinesEditorProps {
  lines: DraftLine[]
  onLines: (change: (lines: DraftLine[]) => DraftLine[]) => void
  /** A change nobody made, such as writing 80 as 80.00. */
  onTidyLines: (change: (lines: DraftLine[]) => DraftLine[]) => void
  currency: string
  rates: LineTax[]
  totals: Totals
  faults: FieldFault[]
}

/** What is billed. The whole list can be written without touching the mouse. */
export function LinesEditor({
  lines,
  onLines,
  onTidyLines,
  currency,
  rates,
  totals,
  faults,
}: LinesEditorProps) {
  const { account } = useSession()
  const list = useRef<HTMLUListElement>(null)
  const [taxesLine, setTaxesLine] = useState<string | null>(null)
  const [pastedBad, setPastedBad] = useState<BadLineCell[]>(() => unreadable(lines, currency))
  const [told, setTold] = useState('')
  const bad = useMemo(() => stillBad(pastedBad, lines), [pastedBad, lines])
  const allFaults = useMemo(
    () => [
      ...faults,
      ...bad.map((cell) => ({
        pointer: `/lines/${cell.index}/${cell.field === 'price' ? 'unit_amount' : 'quantity'}`,
        detail: brieflyBad(cell),
      })),
    ],
    [faults, bad],
  )

  function focusLine(key: string, field = 'description'): void {
    // The line may not be drawn yet.
    requestAnimationFrame(() => {
      const line = list.current?.querySelector(`[data-line="${CSS.escape(key)}"]`)
      const input = line?.querySelector<HTMLInputElement>(`input[data-pointer$="/${CSS.escape(field)}"]`)
      ;(input ?? line?.querySelector<HTMLInputElement>('input'))?.focus()
    })
  }

  function insertAfter(index: number, line: DraftLine): void {
    onLines((before) => before.toSpliced(index + 1, 0, line))
    focusLine(line.key)
  }

  function goOn(index: number, field: string): void {
    const next = lines[index + 1]
    if (next) return focusLine(next.key, field)
    insertAfter(index, blankLine(lines[index]?.taxes))
  }

  function move(index: number, by: -1 | 1, field: string): void {
    const target = index + by
    const line = lines[index]
    if (!line || target < 0 || target >= lines.length) return
    onLines((before) => before.toSpliced(index, 1).toSpliced(target, 0, line))
    setTold(`Line ${index + 1} is line ${target + 1} now.`)
    focusLine(line.key, field)
  }

  function remove(index: number): void {
    const line = lines[index]!
    const rest = lines.toSpliced(index, 1)
    const kept = rest.length ? rest : [blankLine(line.taxes)]
    onLines(() => kept)
    focusLine(kept[Math.min(index, kept.length - 1)]!.key)
    if (isBlankLine(line)) return
    tell(`${line.description.trim() || `Line ${index + 1}`} is removed.`, 'good', {
      label: 'Undo',
      onPress: () => {
        // What was written since stays; only an empty line that stood in for it goes.
        onLines((now) =>
          now.length === 1 && isBlankLine(now[0]!)
            ? [line]
            : now.toSpliced(Math.min(index, now.length), 0, line),
        )
        focusLine(line.key)
      },
    })
  }

  /** Rows of a spreadsheet become lines. False: it is no table, and is pasted as the text it is. */
  function paste(index: number, text: string): boolean {
    const pasted = readPasted(text, { currency, language: account.language })
    if (!pasted) return false
    if (pasted.rows.length > pastedRowsAtMost) {
      tell(`${pasted.rows.length} rows are too many at a time: paste at most ${pastedRowsAtMost}.`, 'bad')
      return true
    }
    const target = lines[index]!
    const made = pasted.rows.map((row): DraftLine => ({ ...blankLine(target.taxes), ...row }))
    const isReplaced = isBlankLine(target)
    onLines((before) => before.toSpliced(isReplaced ? index : index + 1, isReplaced ? 1 : 0, ...made))
    setPastedBad([
      ...bad,
      ...pasted.bad.map(({ row, field, text }) => ({ key: made[row]!.key, field, text })),
    ])
    const [first] = pasted.bad
    if (first) focusLine(made[first.row]!.key, first.field === 'price' ? 'unit_amount' : 'quantity')
    else focusLine(made.at(-1)!.key)
    const count = made.length === 1 ? 'One line is pasted.' : `${made.length} lines are pasted.`
    const keys = new Set(made.map((line) => line.key))
    tell(first ? `${count} Some cells need a look.` : count, 'good', {
      label: 'Undo',
      onPress: () =>
        onLines((now) => {
          const rest = now.filter((line) => !keys.has(line.key))
          return isReplaced || rest.length === 0 ? rest.toSpliced(index, 0, target) : rest
        }),
    })
    return true
  }

  const ratesInUse = useMemo(() => new Set(rates.map((rate) => rate.id)), [rates])
  const replace = (changed: DraftLine) => (before: DraftLine[]) =>
    before.map((other) => (other.key === changed.key ? changed : other))

  return (
    <div className="@container">
      <div
        aria-hidden
        className="hidden grid-cols-[minmax(0,1fr)_5rem_8rem_8.5rem_2.25rem] gap-x-3 border-b border-line pb-2 text-xs font-medium text-faint @2xl:grid"
      >
        <span>Description</span>
        <span className="text-right">Quantity</span>
        <span className="text-right">Price in {currency.toUpperCase()}</span>
        <span className="text-right">Amount</span>
        <span />
      </div>
      <ul ref={list}>
        {lines.map((line, index) => (
          <LineEditor
            key={line.key}
            line={line}
            index={index}
            count={lines.length}
            currency={currency}
            rates={rates}
            amount={totals.lines[index]?.total ?? 0}
            faults={allFaults}
            onLine={(changed) => onLines(replace(changed))}
            onTidy={(changed) => onTidyLines(replace(changed))}
            onNext={(field) => goOn(index, field)}
            onAddAfter={() => insertAfter(index, blankLine(line.taxes))}
            onMove={(by, field) => move(index, by, field)}
            onDuplicate={() => insertAfter(index, copyOfLine(line))}
            onRemove={() => remove(index)}
            onPaste={(text) => paste(index, text)}
            onService={(service) => {
              onLines(replace(lineFromService(line, service, currency, ratesInUse)))
              focusLine(line.key, 'quantity')
            }}
            onRemember={() => void rememberLine(line, currency)}
            onNewTaxRate={() => setTaxesLine(line.key)}
          />
        ))}
      </ul>
      <BadCells
        cells={bad}
        currency={currency}
        onGo={(cell) => focusLine(cell.key, cell.field === 'price' ? 'unit_amount' : 'quantity')}
      />
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button
          size="small"
          icon={<Plus aria-hidden />}
          onClick={() => insertAfter(lines.length - 1, blankLine(lines.at(-1)?.taxes))}
        >
          Add line
        </Button>
        <p className="text-sm text-faint">Rows copied from a spreadsheet can be pasted into any line.</p>
      </div>
      <dl className="mt-3 hidden flex-wrap gap-x-4 gap-y-1.5 text-xs text-faint md:flex">
        {shortcuts.map(([keys, act]) => (
          <div key={keys} className="flex items-center gap-1.5">
            <dt>
              <kbd className="rounded-control border border-line bg-sunken px-1.5 py-0.5 font-sans">
                {keys}
              </kbd>
            </dt>
            <dd>{act}</dd>
          </div>
        ))}
      </dl>
      <p role="status" className="sr-only">
        {told}
      </p>
      <TaxRateDialog
        isOpen={taxesLine !== null}
        onClose={() => setTaxesLine(null)}
        onCreated={(rate) =>
          onLines((before) =>
            before.map((line) =>
              line.key === taxesLine ? { ...line, taxes: [...line.taxes, rate.id] } : line,
            ),
          )
        }
      />
    </div>
  )
}

const shortcuts = [
  ['Enter', 'next line'],
  ['Shift Enter', 'insert'],
  ['Alt ↑ ↓', 'move'],
  ['Alt Shift ↓', 'duplicate'],
  ['Alt Shift ⌫', 'remove'],
  ['Ctrl Z', 'undo'],
] as const

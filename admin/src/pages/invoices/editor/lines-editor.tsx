import type { LineTax, Totals } from '@quittance/core/invoice/totals'
import type { FieldFault } from '@quittance/core/refusal'
import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { TaxRateDialog } from '../../../blocks/tax-rate-dialog.tsx'
import { Button } from '../../../ui/button.tsx'
import { blankLine, copyOfLine, type DraftLine } from './draft.ts'
import { LineEditor } from './line-editor.tsx'

interface LinesEditorProps {
  lines: DraftLine[]
  onLines: (change: (lines: DraftLine[]) => DraftLine[]) => void
  currency: string
  rates: LineTax[]
  totals: Totals
  faults: FieldFault[]
}

/** What is billed. The whole list can be written without touching the mouse. */
export function LinesEditor({ lines, onLines, currency, rates, totals, faults }: LinesEditorProps) {
  const list = useRef<HTMLUListElement>(null)
  const [taxesLine, setTaxesLine] = useState<string | null>(null)

  function focusLine(key: string): void {
    // The line may not be drawn yet.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>(`[data-line="${CSS.escape(key)}"] input`)?.focus(),
    )
  }

  function insertAfter(index: number, line: DraftLine): void {
    onLines((before) => before.toSpliced(index + 1, 0, line))
    focusLine(line.key)
  }

  function move(index: number, by: -1 | 1): void {
    const target = index + by
    const line = lines[index]
    if (!line || target < 0 || target >= lines.length) return
    onLines((before) => before.toSpliced(index, 1).toSpliced(target, 0, line))
    focusLine(line.key)
  }

  function remove(index: number): void {
    const rest = lines.toSpliced(index, 1)
    const kept = rest.length ? rest : [blankLine()]
    onLines(() => kept)
    focusLine(kept[Math.min(index, kept.length - 1)]!.key)
  }

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
            faults={faults}
            onLine={(changed) =>
              onLines((before) => before.map((other) => (other.key === changed.key ? changed : other)))
            }
            onAddAfter={() => insertAfter(index, blankLine(line.taxes))}
            onMove={(by) => move(index, by)}
            onDuplicate={() => insertAfter(index, copyOfLine(line))}
            onRemove={() => remove(index)}
            onNewTaxRate={() => setTaxesLine(line.key)}
          />
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button
          size="small"
          icon={<Plus aria-hidden />}
          onClick={() => insertAfter(lines.length - 1, blankLine(lines.at(-1)?.taxes))}
        >
          Add line
        </Button>
        <p className="hidden text-sm text-faint md:block">Enter adds a line, Alt with ↑ or ↓ moves it.</p>
      </div>
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

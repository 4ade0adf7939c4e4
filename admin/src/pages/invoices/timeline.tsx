import { useQuery } from '@tanstack/react-query'
import { timelineQuery } from '../../api/queries.ts'
import { moment } from '../../blocks/dates.ts'
import { actorWords, timelineWords } from '../../blocks/timeline-words.ts'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const marks: [prefix: RegExp, className: string][] = [
  [/^(invoice\.paid|payment\.(succeeded|recorded)|dispute\.(won|funds_reinstated))$/, 'bg-good'],
  [/(failed|unapplied|fraud_warning|dispute\.(opened|lost|funds_withdrawn))$/, 'bg-bad'],
  [/(review_opened|dispute\.inquiry)$/, 'bg-warn'],
  [/^(link\.disabled|invoice\.cancelled)$/, 'bg-warn'],
  [/^(invoice\.sent|link\.)/, 'bg-info'],
]

/** All that happened to the invoice, newest first (R9). */
export function Timeline({ invoiceId }: { invoiceId: string }) {
  const { data } = useQuery(timelineQuery(invoiceId))
  return (
    <Card title="Timeline">
      {data ? (
        <ol className="relative flex flex-col gap-4 before:absolute before:top-2 before:bottom-2 before:left-[5px] before:w-px before:bg-line">
          {data.toReversed().map((entry) => (
            <li key={entry.id} className="relative flex gap-3.5">
              <span
                aria-hidden
                className={`mt-1.5 size-[11px] shrink-0 rounded-full border-2 border-sheet ${marks.find(([pattern]) => pattern.test(entry.type))?.[1] ?? 'bg-edge'}`}
              />
              <div className="min-w-0">
                <p>{timelineWords(entry)}</p>
                <p className="text-sm text-faint">
                  <time dateTime={entry.at}>{moment(entry.at)}</time>
                  {actorWords(entry) && ` · ${actorWords(entry)}`}
                </p>
              </div>
            </li>
          ))}
        </ol>
      ) : (
        <div className="flex flex-col gap-3">
          <Skeleton />
          <Skeleton className="h-4 w-2/3" />
        </div>
      )}
    </Card>
  )
}

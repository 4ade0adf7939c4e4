import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { sentenceFor } from '../../../api/problem.ts'
import { invoicePdfQuery } from '../../../api/queries.ts'
import { paths } from '../../../paths.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'

/** The PDF as the customer will get it. Phones have no viewer inside a page: they open it apart. */
export function PdfPreview({ invoiceId }: { invoiceId: string }) {
  const { data, error } = useQuery(invoicePdfQuery(invoiceId))
  const address = useObjectUrl(data)
  if (error) return <p className="text-sm text-bad">{sentenceFor(error)}</p>
  return (
    <>
      {address ? (
        <iframe
          title="PDF of the invoice"
          src={`${address}#toolbar=0&navpanes=0&view=FitH`}
          className="hidden h-[28rem] w-full rounded-control border border-line bg-sunken sm:block"
        />
      ) : (
        <Skeleton className="hidden h-[28rem] w-full sm:block" />
      )}
      <a
        href={paths.invoicePdf(invoiceId)}
        target="_blank"
        rel="noreferrer"
        className={buttonClass('secondary', 'small')}
      >
        <ExternalLink aria-hidden />
        Open the PDF
      </a>
    </>
  )
}

function useObjectUrl(blob: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return undefined
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return address
}

import { Download } from 'lucide-react'
import { useSession } from '../api/session.ts'
import { buttonClass } from '../ui/button.tsx'

/** Downloads what a list shows as a CSV file, for whoever may take it out of the house (R49). */
export function ExportLink({ href }: { href: string }) {
  const { member } = useSession()
  if (member.role === 'staff') return null
  return (
    <a href={href} download className={buttonClass()}>
      <Download aria-hidden />
      Export CSV
    </a>
  )
}

import { useQuery } from '@tanstack/react-query'
import { invoiceMessagesQuery } from '../../api/queries.ts'
import { MessageList } from '../../blocks/message-list.tsx'
import { Card } from '../../ui/card.tsx'

/** The e-mails of this invoice. */
export function MessagesCard({ invoiceId }: { invoiceId: string }) {
  const { data: messages = [] } = useQuery(invoiceMessagesQuery(invoiceId))
  if (messages.length === 0) return null
  return (
    <Card title="Messages">
      <MessageList messages={messages} />
    </Card>
  )
}

import type { Message } from '../messages/queries.ts'
export const mailboxHeaders: Record<string, string> = {}
export function renderMailbox(
  view: { messages: Message[]; selectedId: string | null; timeZone: string; business: string },
  assets: { styleUrl: string },
): string {
  return JSON.stringify(view.messages.map((m) => m.subject)) + assets.styleUrl
}
export function renderMessageBody(m: Message): string {
  return m.html
}

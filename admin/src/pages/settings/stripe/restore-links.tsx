import { answer, api } from '../../../api/client.ts'
import { useAction } from '../../../api/use-action.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'

/** After reconnecting: the links that removing Stripe switched off, with their old addresses (R19). */
export function RestoreLinks({ count }: { count: number }) {
  const restore = useAction(() => answer(api.POST('/stripe_connection/restore_links')), {
    done: ({ restored_links: restored }) =>
      restored === 1 ? '1 payment link works again.' : `${restored} payment links work again.`,
  })
  const links = count === 1 ? '1 payment link' : `${count} payment links`
  return (
    <Banner
      tone="warn"
      title={`${links} ${count === 1 ? 'is' : 'are'} still off`}
      action={
        <Button look="primary" pending={restore.isPending} onClick={() => restore.mutate()}>
          Turn {count} {count === 1 ? 'link' : 'links'} back on
        </Button>
      }
    >
      They were switched off when Stripe was removed. Their addresses stay the same.
    </Banner>
  )
}

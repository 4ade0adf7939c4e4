import { answer, api } from '../../api/client.ts'
import { useAction } from '../../api/use-action.ts'

/** Begins the walk (anew), and shows it open, folded or not at all. */
export function useWalkActions() {
  const begin = useAction(() => answer(api.POST('/tour/walk')))
  const show = useAction((view: 'open' | 'folded' | 'left') =>
    answer(api.PATCH('/tour/walk', { body: { view } })),
  )
  return { begin: () => begin.mutate(), show: (view: 'open' | 'folded' | 'left') => show.mutate(view) }
}

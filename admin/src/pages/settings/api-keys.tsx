import { useSuspenseQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { apiKeysQuery } from '../../api/queries.ts'
import type { ApiKey } from '../../api/types.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { moment } from '../../blocks/dates.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import { ShownOnce } from './webhooks/shown-once.tsx'
import { WebhooksSection } from './webhooks/webhooks-section.tsx'

/** How programs work with the business: keys to come in with (R50), and whom it tells what happens. */
export function ApiKeySettings() {
  return (
    <Page title="API keys & webhooks" width="reading">
      <SettingsTabs />
      <ApiKeys />
      <WebhooksSection />
    </Page>
  )
}

function ApiKeys() {
  const { data: keys } = useSuspenseQuery(apiKeysQuery)
  const [isCreating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const revoke = useAction(
    (id: string) => answer(api.DELETE('/api_keys/{id}', { params: { path: { id } } })),
    { inForm: true, done: 'The key is revoked.' },
  )
  const create = (
    <Button icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      New API key
    </Button>
  )
  return (
    <section aria-labelledby="api-keys" className="flex flex-col gap-4">
      <header className="flex items-end justify-between gap-3">
        <div className="min-w-0">
          <h2 id="api-keys" className="text-lg font-semibold">
            API keys
          </h2>
          <p className="text-soft">
            A key lets a program do what you can do here.{' '}
            <a href={paths.apiDocs()} className="font-medium text-accent underline underline-offset-4">
              Read the API
            </a>
          </p>
        </div>
        {keys.length > 0 && create}
      </header>
      {keys.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No API keys yet" action={create} />
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-sheet shadow-card">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {key.name}
                  {key.revoked_at && <Badge>Revoked</Badge>}
                </p>
                <p className="text-sm text-faint">
                  <span className="font-mono">{key.prefix}…</span> · made {moment(key.created_at)} ·{' '}
                  {key.last_used_at ? `last used ${moment(key.last_used_at)}` : 'never used'}
                </p>
              </div>
              {!key.revoked_at && (
                <Button
                  size="small"
                  look="quiet"
                  aria-label={`Revoke ${key.name}`}
                  onClick={() => setRevoking(key)}
                >
                  Revoke
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Dialog title="New API key" isOpen={isCreating} onClose={() => setCreating(false)} width="narrow">
        <NewKey onClose={() => setCreating(false)} />
      </Dialog>
      <ConfirmDialog
        title={`Revoke ${revoking?.name ?? ''}?`}
        confirm="Revoke"
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        onConfirm={async () => revoking && revoke.mutateAsync(revoking.id)}
        sentenceFor={sentenceFor}
      >
        <p>Programs that use it are refused from now on. This cannot be undone.</p>
      </ConfirmDialog>
    </section>
  )
}

/** The key itself is shown this once. */
function NewKey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const create = useAction(() => answer(api.POST('/api_keys', { body: { name } })), { inForm: true })
  if (create.data)
    return (
      <ShownOnce secret={create.data.api_key} copy="Copy key" onClose={onClose}>
        Copy it now. It is not kept in a readable form and cannot be shown again.
      </ShownOnce>
    )
  return (
    <Form label="New API key" onSubmit={() => create.mutate()} {...formProblem(create.error)}>
      <TextField
        label="Name"
        autoFocus
        required
        placeholder="What will use it"
        pointer="/name"
        value={name}
        onValue={setName}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={create.isPending}>
          Create key
        </Button>
      </DialogActions>
    </Form>
  )
}

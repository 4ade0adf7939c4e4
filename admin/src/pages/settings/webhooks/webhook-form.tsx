import { type WebhookEventType, webhookEventTypes } from '@quittance/core/webhook'
import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import type { WebhookEndpoint } from '../../../api/types.ts'
import { formProblem, useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { DialogActions } from '../../../ui/dialog.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { ShownOnce } from './shown-once.tsx'

const scopes = [
  { value: 'all', label: 'Everything, also what is added later' },
  { value: 'some', label: 'Only what is ticked' },
]
const usual: WebhookEventType[] = ['invoice.sent', 'invoice.paid', 'invoice.cancelled', 'payment.succeeded']

/** A new endpoint, whose secret is shown in the end, or changes to one there is. */
export function WebhookForm({ endpoint, onClose }: { endpoint?: WebhookEndpoint; onClose: () => void }) {
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [description, setDescription] = useState(endpoint?.description ?? '')
  const [scope, setScope] = useState(endpoint?.event_types.length ? 'some' : 'all')
  const [types, setTypes] = useState<readonly string[]>(
    endpoint?.event_types.length ? endpoint.event_types : usual,
  )
  const event_types = scope === 'all' ? [] : webhookEventTypes.filter((type) => types.includes(type))
  const body = { url, description, event_types }
  const create = useAction(() => answer(api.POST('/webhook_endpoints', { body })), { inForm: true })
  const change = useAction(
    async () => {
      await answer(api.PATCH('/webhook_endpoints/{id}', { params: { path: { id: endpoint!.id } }, body }))
      onClose()
    },
    { inForm: true, done: 'The endpoint is changed.' },
  )
  const save = endpoint ? change : create
  const isNothing = scope === 'some' && event_types.length === 0

  if (create.data)
    return (
      <ShownOnce secret={create.data.secret} copy="Copy secret" onClose={onClose}>
        Every message is signed with this secret. Copy it to the program that receives them: it cannot be
        shown again, only rolled.
      </ShownOnce>
    )
  return (
    <Form
      label={endpoint ? 'Change the endpoint' : 'New webhook endpoint'}
      onSubmit={() => !isNothing && save.mutate()}
      {...formProblem(save.error)}
    >
      <TextField
        label="Address"
        type="url"
        autoFocus
        required
        placeholder="https://example.com/webhooks/quittance"
        pointer="/url"
        value={url}
        onValue={setUrl}
      />
      <TextField label="What it is for" pointer="/description" value={description} onValue={setDescription} />
      <SelectField
        label="It is told"
        pointer="/event_types"
        options={scopes}
        value={scope}
        onValue={setScope}
      />
      {scope === 'some' && (
        <fieldset className="max-h-64 overflow-y-auto rounded-control border border-line px-4 py-3">
          <legend className="sr-only">Events</legend>
          <div className="grid gap-2.5 sm:grid-cols-2">
            {webhookEventTypes.map((type) => (
              <Checkbox
                key={type}
                label={type}
                isOn={types.includes(type)}
                onValue={(isOn) => setTypes(isOn ? [...types, type] : types.filter((one) => one !== type))}
              />
            ))}
          </div>
        </fieldset>
      )}
      {isNothing && <p className="text-sm text-bad">Tick at least one, or have it told everything.</p>}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={save.isPending} disabled={isNothing}>
          {endpoint ? 'Save' : 'Add endpoint'}
        </Button>
      </DialogActions>
    </Form>
  )
}

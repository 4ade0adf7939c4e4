import { useState } from 'react'
import { answer, api } from '../../../api/client.ts'
import type { StripeConnection } from '../../../api/types.ts'
import { formProblem, useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'

/** The pair of keys: to connect with, or to take the place of those in use. */
export function KeysForm({
  label,
  action,
  isMain = true,
  done,
  onDone,
}: {
  label: string
  action: string
  isMain?: boolean
  done: (connection: StripeConnection) => string
  onDone?: () => void
}) {
  const [secretKey, setSecretKey] = useState('')
  const [publishableKey, setPublishableKey] = useState('')
  const connect = useAction(
    async () => {
      const connection = await answer(
        api.PUT('/stripe_connection', {
          body: { secret_key: secretKey.trim(), publishable_key: publishableKey.trim() },
        }),
      )
      onDone?.()
      return connection
    },
    { inForm: true, done },
  )
  return (
    <Form label={label} onSubmit={() => connect.mutate()} {...formProblem(connect.error)}>
      <TextField
        label="Secret or restricted key"
        type="password"
        autoComplete="off"
        spellCheck={false}
        required
        placeholder="rk_live_…"
        inputClassName="font-mono"
        hint="Begins with rk_ or sk_. It is kept encrypted and never shown again."
        pointer="/secret_key"
        value={secretKey}
        onValue={setSecretKey}
      />
      <TextField
        label="Publishable key"
        autoComplete="off"
        spellCheck={false}
        required
        placeholder="pk_live_…"
        inputClassName="font-mono"
        pointer="/publishable_key"
        value={publishableKey}
        onValue={setPublishableKey}
      />
      <Button type="submit" look={isMain ? 'primary' : 'secondary'} pending={connect.isPending}>
        {action}
      </Button>
    </Form>
  )
}

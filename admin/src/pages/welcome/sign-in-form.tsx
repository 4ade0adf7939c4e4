import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { leaveFor } from '../../api/session.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'

/** `next`: the address within the app that was asked for. */
export function SignInForm({ next }: { next: string | undefined }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useAction(
    async () => {
      await answer(api.POST('/session', { body: { email, password } }))
      leaveFor(isOurs(next) ? next : paths.dashboard())
    },
    { inForm: true },
  )
  return (
    <Form label="Sign in" onSubmit={() => signIn.mutate()} {...formProblem(signIn.error)} className="mt-5">
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        autoFocus
        required
        pointer="/email"
        value={email}
        onValue={setEmail}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        pointer="/password"
        value={password}
        onValue={setPassword}
      />
      <Button type="submit" look="primary" pending={signIn.isPending}>
        Sign in
      </Button>
    </Form>
  )
}

/** Only a path of this app; anything else in the address bar could lead away. */
function isOurs(next: string | undefined): next is string {
  return next !== undefined && /^\/(?![/\\])/.test(next)
}

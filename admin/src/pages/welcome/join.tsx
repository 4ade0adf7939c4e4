import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { leaveFor } from '../../api/session.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { paths } from '../../paths.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Front } from './front.tsx'

/** Where an invitation leads. Its token stands behind the #, which no server is told. */
export function Join() {
  usePageTitle('Join')
  const token = window.location.hash.slice(1)
  const invitation = useQuery({
    queryKey: ['join', token],
    queryFn: () => answer(api.POST('/join/read', { body: { token } })),
    retry: false,
  })
  return (
    <Front>
      {invitation.isPending ? (
        <Skeleton className="h-7 w-56" />
      ) : invitation.isError ? (
        <>
          <h1 className="mb-1 text-xl font-semibold tracking-tight">This invitation does not open</h1>
          <p className="mb-5 text-soft">{sentenceFor(invitation.error)}</p>
          <Link to={paths.signIn()} className={buttonClass()}>
            Sign in
          </Link>
        </>
      ) : (
        <>
          <h1 className="mb-1 text-xl font-semibold tracking-tight">Join {invitation.data.company}</h1>
          <p className="text-soft">You will sign in as {invitation.data.email}.</p>
          <JoinForm token={token} email={invitation.data.email} />
        </>
      )}
    </Front>
  )
}

function JoinForm({ token, email }: { token: string; email: string }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const join = useAction(
    async () => {
      await answer(api.POST('/join', { body: { token, name, password } }))
      leaveFor(paths.dashboard())
    },
    { inForm: true },
  )
  return (
    <Form label="Join" onSubmit={() => join.mutate()} {...formProblem(join.error)} className="mt-5">
      {/* For whatever keeps passwords: it wants to know whose this one is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label="Your name"
        autoComplete="name"
        autoFocus
        required
        pointer="/name"
        value={name}
        onValue={setName}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 10 characters."
        pointer="/password"
        value={password}
        onValue={setPassword}
      />
      <Button type="submit" look="primary" pending={join.isPending}>
        Join
      </Button>
    </Form>
  )
}

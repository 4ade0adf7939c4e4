import { useSuspenseQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { sentenceFor } from '../../api/problem.ts'
import { invitationsQuery, membersQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import type { Invitation, Member } from '../../api/types.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { day } from '../../blocks/dates.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

const roles: Record<Member['role'], { name: string; may: string }> = {
  owner: { name: 'Owner', may: 'Everything.' },
  administrator: { name: 'Administrator', may: 'Everything but Stripe, API keys and webhooks.' },
  staff: { name: 'Staff', may: 'Invoices and customers; no settings, refunds or exports.' },
}
const choices = (['staff', 'administrator'] as const).map((value) => ({ value, label: roles[value].name }))

/** Settings → Team: who works here, and who was asked to (R49). */
export function TeamSettings() {
  const { isTour } = useSession()
  const { data: members } = useSuspenseQuery(membersQuery)
  const { data: invitations } = useSuspenseQuery(invitationsQuery)
  const [isInviting, setInviting] = useState(false)
  const [leaving, setLeaving] = useState<Member | null>(null)
  const remove = useAction(
    (id: string) => answer(api.DELETE('/members/{id}', { params: { path: { id } } })),
    {
      inForm: true,
      done: 'They are signed out and gone.',
    },
  )
  return (
    <Page
      title="Team"
      width="reading"
      actions={
        !isTour && (
          <Button look="primary" icon={<UserPlus aria-hidden />} onClick={() => setInviting(true)}>
            Invite
          </Button>
        )
      }
    >
      <SettingsTabs />
      {isTour && (
        <Banner tone="info" title="A tour is yours alone">
          In a business of your own you invite colleagues here.
        </Banner>
      )}
      <Card title="Members">
        <ul className="-my-2 divide-y divide-line">
          {members.map((one) => (
            <MemberRow key={one.id} member={one} onRemove={() => setLeaving(one)} />
          ))}
        </ul>
      </Card>
      {invitations.length > 0 && (
        <Card title="Invited" hint="They have not joined yet.">
          <ul className="-my-2 divide-y divide-line">
            {invitations.map((one) => (
              <InvitationRow key={one.id} invitation={one} />
            ))}
          </ul>
        </Card>
      )}
      <Dialog
        title="Invite to the team"
        isOpen={isInviting}
        onClose={() => setInviting(false)}
        width="narrow"
      >
        <Invite onClose={() => setInviting(false)} />
      </Dialog>
      <ConfirmDialog
        title={`Take ${leaving?.name || leaving?.email} out of the team?`}
        confirm="Take out"
        keep="Keep them"
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        onConfirm={async () => leaving && remove.mutateAsync(leaving.id)}
        sentenceFor={sentenceFor}
      >
        <p>
          They are signed out everywhere at once. What they did keeps their name. You can invite them again.
        </p>
      </ConfirmDialog>
    </Page>
  )
}

function MemberRow({ member, onRemove }: { member: Member; onRemove: () => void }) {
  const { member: me } = useSession()
  const change = useAction(
    (role: 'administrator' | 'staff') =>
      answer(api.PATCH('/members/{id}', { params: { path: { id: member.id } }, body: { role } })),
    { done: 'The role is changed. It counts at once.' },
  )
  const isFixed = member.role === 'owner' || member.id === me.id
  const name = member.name || member.email
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="truncate">{name}</span>
          {member.id === me.id && <Badge>You</Badge>}
        </p>
        {member.name && <p className="truncate text-sm text-faint">{member.email}</p>}
        <p className="text-sm text-faint">{roles[member.role].may}</p>
      </div>
      {isFixed ? (
        <p className="text-soft">{roles[member.role].name}</p>
      ) : (
        <div className="flex items-end gap-2">
          <SelectField
            label={`Role of ${name}`}
            hideLabel
            options={choices}
            value={member.role}
            onValue={(role) => change.mutate(role as 'administrator' | 'staff')}
          />
          <Button size="small" look="quiet" aria-label={`Take ${name} out`} onClick={onRemove}>
            Take out
          </Button>
        </div>
      )}
    </li>
  )
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const withdraw = useAction(
    () => answer(api.DELETE('/invitations/{id}', { params: { path: { id: invitation.id } } })),
    { done: 'The invitation opens nothing any more.' },
  )
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="truncate font-medium">{invitation.email}</p>
        <p className="text-sm text-faint">
          {roles[invitation.role].name} · can join until {day(invitation.expires_at.slice(0, 10))}
        </p>
      </div>
      <Button
        size="small"
        look="quiet"
        pending={withdraw.isPending}
        aria-label={`Take back the invitation of ${invitation.email}`}
        onClick={() => withdraw.mutate()}
      >
        Take back
      </Button>
    </li>
  )
}

/** The address to join at is shown this once, for whoever cannot be reached by mail. */
function Invite({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<'staff' | 'administrator'>('staff')
  const invite = useAction(() => answer(api.POST('/invitations', { body: { email, role } })), {
    inForm: true,
  })
  if (invite.data) {
    return (
      <>
        <p className="text-soft">
          {invite.data.email} gets an e-mail with this address. You can also pass it on yourself; it works
          once, for a week, and is not shown again.
        </p>
        <p className="mt-3 rounded-control bg-sunken px-3 py-2.5 font-mono text-sm break-all">
          {invite.data.url}
        </p>
        <DialogActions>
          <CopyButton text={invite.data.url} label="Copy address" />
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </>
    )
  }
  return (
    <Form label="Invite to the team" onSubmit={() => invite.mutate()} {...formProblem(invite.error)}>
      <TextField
        label="E-mail"
        type="email"
        autoFocus
        required
        pointer="/email"
        value={email}
        onValue={setEmail}
      />
      <SelectField
        label="Role"
        pointer="/role"
        hint={roles[role].may}
        options={choices}
        value={role}
        onValue={(value) => setRole(value as typeof role)}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={invite.isPending}>
          Invite
        </Button>
      </DialogActions>
    </Form>
  )
}

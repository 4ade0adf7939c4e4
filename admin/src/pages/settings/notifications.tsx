import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { membersQuery, settingsQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Form } from '../../ui/form.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Page } from '../../ui/page.tsx'
import { Switch } from '../../ui/switch.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

/** Settings → Notifications: who is mailed when an invoice is paid (R29, R30), for all and for oneself. */
export function NotificationSettings() {
  const { member } = useSession()
  const { data: stored } = useSuspenseQuery(settingsQuery)
  const [tellsOffice, setTellsOffice] = useState(stored.notify_administrators_on_payment)
  const [sendsReceipt, setSendsReceipt] = useState(stored.send_customer_receipt)
  const [wantsMail, setWantsMail] = useState(member.wants_payment_emails)
  const save = useAction(
    async () => {
      await answer(
        api.PATCH('/settings/invoicing', {
          body: { notify_administrators_on_payment: tellsOffice, send_customer_receipt: sendsReceipt },
        }),
      )
      return answer(api.PATCH('/members/me', { body: { wants_payment_emails: wantsMail } }))
    },
    { inForm: true, done: 'The settings are saved.' },
  )
  return (
    <Page title="Notifications" width="reading">
      <SettingsTabs />
      <Form
        label="Notifications"
        onSubmit={() => save.mutate()}
        {...formProblem(save.error)}
        className="gap-5"
      >
        <Card title="When an invoice is paid">
          <div className="flex flex-col gap-5">
            <Switch
              label="Notify administrators"
              hint="All administrators get an e-mail, but those who do not want it."
              isOn={tellsOffice}
              onValue={setTellsOffice}
            />
            <Switch
              label="Send the customer a receipt"
              hint="By e-mail, with the receipt as PDF."
              isOn={sendsReceipt}
              onValue={setSendsReceipt}
            />
          </div>
        </Card>
        <Card title="For you alone">
          <Switch
            label="E-mail me when an invoice is paid"
            hint={
              tellsOffice
                ? 'Other administrators decide for themselves.'
                : 'Counts once administrators are notified at all.'
            }
            isOn={wantsMail}
            onValue={setWantsMail}
          />
        </Card>
        <FormActions>
          <Button type="submit" look="primary" pending={save.isPending}>
            Save
          </Button>
        </FormActions>
      </Form>
      <Card
        title="Who is told"
        hint="What goes wrong (failed debits, disputes, what could not be done) is told to all of them, always."
      >
        <Recipients />
      </Card>
    </Page>
  )
}

function Recipients() {
  const { data: members } = useSuspenseQuery(membersQuery)
  return (
    <ul className="-my-2 divide-y divide-line">
      {members
        .filter(({ role }) => role !== 'staff')
        .map((one) => (
          <li key={one.id} className="flex items-center justify-between gap-3 py-2.5">
            <div className="min-w-0">
              <p className="truncate">{one.name || one.email}</p>
              {one.name && <p className="truncate text-sm text-faint">{one.email}</p>}
            </div>
            {!one.wants_payment_emails && <Badge tone="plain">Not of payments</Badge>}
          </li>
        ))}
    </ul>
  )
}

import { useState } from 'react'
import { answer, api } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { formProblem, useAction } from '../../api/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Page } from '../../ui/page.tsx'
import { ThemeSwitch } from '../../ui/theme-switch.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

const roles = { owner: 'Owner', administrator: 'Administrator', staff: 'Staff' }

/** One's own name and look. */
export function PersonalSettings() {
  const { member } = useSession()
  const [name, setName] = useState(member.name)
  const save = useAction(() => answer(api.PATCH('/members/me', { body: { name } })), {
    inForm: true,
    done: 'Saved.',
  })
  return (
    <Page title="Personal" width="reading">
      <SettingsTabs />
      <Form label="Personal" onSubmit={() => save.mutate()} {...formProblem(save.error)} className="gap-5">
        <Card title="You">
          <div className="flex flex-col gap-4">
            <TextField label="Your name" autoComplete="name" pointer="/name" value={name} onValue={setName} />
            <p className="text-soft">
              {roles[member.role]} · signs in as {member.email}
            </p>
          </div>
        </Card>
        <FormActions>
          <Button type="submit" look="primary" pending={save.isPending}>
            Save
          </Button>
        </FormActions>
      </Form>
      <Card title="Look">
        <div className="flex items-center justify-between gap-4">
          <p className="text-soft">Light, dark, or as your system has it.</p>
          <ThemeSwitch />
        </div>
      </Card>
    </Page>
  )
}

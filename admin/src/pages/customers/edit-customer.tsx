import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { customerQuery } from '../../api/queries.ts'
import { CustomerForm } from '../../blocks/customer-form.tsx'
import { paths } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Page } from '../../ui/page.tsx'

export function EditCustomer() {
  const { id } = useParams({ strict: false }) as { id: string }
  const navigate = useNavigate()
  const { data: customer } = useSuspenseQuery(customerQuery(id))
  const back = () => void navigate({ to: paths.customer(id) })
  const name = customer.company || customer.name
  return (
    <Page title={`Edit ${name}`} width="reading" back={{ to: paths.customer(id), label: name }}>
      <Card>
        <CustomerForm
          customer={customer}
          onSaved={back}
          onCancel={back}
          actions={(buttons) => <FormActions>{buttons}</FormActions>}
        />
      </Card>
    </Page>
  )
}

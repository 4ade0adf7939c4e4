import { useNavigate } from '@tanstack/react-router'
import { CustomerForm } from '../../blocks/customer-form.tsx'
import { paths } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { FormActions } from '../../ui/form-actions.tsx'
import { Page } from '../../ui/page.tsx'

/** Create → Customer. */
export function CreateCustomer() {
  const navigate = useNavigate()
  return (
    <Page title="New customer" width="reading" back={{ to: paths.customers(), label: 'Customers' }}>
      <Card>
        <CustomerForm
          onSaved={(customer) => void navigate({ to: paths.customer(customer.id) })}
          onCancel={() => void navigate({ to: paths.customers() })}
          actions={(buttons) => <FormActions>{buttons}</FormActions>}
        />
      </Card>
    </Page>
  )
}

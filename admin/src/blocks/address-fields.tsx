import type { Address } from '../api/types.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import { countryName, countryOptions } from './places.ts'

/** The parts of an address; empty parts are left out of what is sent. */
export function AddressFields({
  address,
  onAddress,
}: {
  address: Address
  onAddress: (address: Address) => void
}) {
  const set = (part: keyof Address) => (value: string) =>
    onAddress({ ...address, [part]: value || undefined })
  return (
    <div className="grid gap-4 sm:grid-cols-6">
      <TextField
        className="sm:col-span-6"
        label="Street"
        autoComplete="off"
        pointer="/address/line1"
        value={address.line1 ?? ''}
        onValue={set('line1')}
      />
      <TextField
        className="sm:col-span-6"
        label="Address, second line"
        optional
        autoComplete="off"
        pointer="/address/line2"
        value={address.line2 ?? ''}
        onValue={set('line2')}
      />
      <TextField
        className="sm:col-span-2"
        label="Postal code"
        autoComplete="off"
        pointer="/address/postal_code"
        value={address.postal_code ?? ''}
        onValue={set('postal_code')}
      />
      <TextField
        className="sm:col-span-4"
        label="City"
        autoComplete="off"
        pointer="/address/city"
        value={address.city ?? ''}
        onValue={set('city')}
      />
      <TextField
        className="sm:col-span-3"
        label="State or region"
        optional
        autoComplete="off"
        pointer="/address/region"
        value={address.region ?? ''}
        onValue={set('region')}
      />
      <SelectField
        className="sm:col-span-3"
        label="Country"
        pointer="/address/country"
        options={[{ value: '', label: '–' }, ...countryOptions]}
        value={address.country ?? ''}
        onValue={set('country')}
      />
    </div>
  )
}

/** The lines of an address as they stand on an envelope. */
export function addressLines(address: Address): string[] {
  const town = [address.postal_code, address.city].filter(Boolean).join(' ')
  const country = address.country ? countryName(address.country) : undefined
  return [address.line1, address.line2, town, address.region, country].filter((line): line is string =>
    Boolean(line),
  )
}

import { make, picture } from './dom.ts'
import { chevronPicture } from './pictures.ts'

const codes =
  'AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HK HR HU IE IN IS IT JP LI LT LU LV MT MX MY NL NO NZ PL PT RO SE SG SI SK TH US'.split(
    ' ',
  )

/** The country of the billing address, chosen beforehand from the browser's language. */
export function countrySelect(chosen: string | undefined): {
  element: HTMLElement
  input: HTMLSelectElement
} {
  const names = new Intl.DisplayNames(['en'], { type: 'region' })
  const guess = chosen ?? new Intl.Locale(navigator.language).maximize().region ?? 'US'
  const countries = codes.map((code) => ({ code, name: names.of(code) ?? code }))
  countries.sort((a, b) => a.name.localeCompare(b.name))
  const options = countries.map(({ code, name }) =>
    make('option', { value: code, selected: code === guess }, name),
  )
  const input = make(
    'select',
    { id: 'field-country', class: 'Input', autocomplete: 'billing country' },
    ...options,
  )
  const element = make(
    'div',
    { class: 'Field' },
    make('label', { for: 'field-country', class: 'Label' }, 'Country'),
    make(
      'span',
      { class: 'Box' },
      input,
      make('span', { class: 'Icon Icon--chevron' }, picture(chevronPicture)),
    ),
  )
  return { element, input }
}

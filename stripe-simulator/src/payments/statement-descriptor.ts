import { invalidRequest } from '../transport/stripe-error.ts'

type Descriptors = { statement_descriptor?: string; statement_descriptor_suffix?: string }

/**
 * Checks the words on the payer's statement ("Statement descriptors"): 5 to 22 Latin characters with a letter and
 * none of `< > \ ' " *`; for cards only the suffix may be chosen, and prefix, "* " and suffix fit in 22 together.
 */
export function checkDescriptors(descriptors: Descriptors, prefix: string, methodTypes: string[]): void {
  const { statement_descriptor: whole, statement_descriptor_suffix: suffix } = descriptors
  if (whole) {
    checkCharacters(whole, 'statement_descriptor')
    if (whole.length < 5) {
      throw invalidRequest('The statement descriptor must be at least 5 characters.', {
        param: 'statement_descriptor',
      })
    }
    if (methodTypes.includes('card')) {
      throw invalidRequest(
        'The `statement_descriptor` parameter is not supported for the `card` payment method type. Please use the `statement_descriptor_suffix` parameter instead.',
        { param: 'statement_descriptor' },
      )
    }
  }
  if (!suffix) return
  checkCharacters(suffix, 'statement_descriptor_suffix')
  if (prefix.length + 2 + suffix.length > 22) {
    throw invalidRequest(
      `The statement descriptor suffix is too long: with the prefix "${prefix}" it can have at most ${20 - prefix.length} characters.`,
      { param: 'statement_descriptor_suffix' },
    )
  }
}

function checkCharacters(text: string, param: string): void {
  if (/[<>\\'"*]/.test(text)) {
    throw invalidRequest(`The ${words(param)} may not contain any of the characters <, >, \\, ', ", or *.`, {
      param,
    })
  }
  if (/[^\x20-\x7e]/.test(text)) {
    throw invalidRequest(`The ${words(param)} must contain only Latin characters.`, { param })
  }
  if (!/[A-Za-z]/.test(text)) {
    throw invalidRequest(`The ${words(param)} must contain at least one letter.`, { param })
  }
}

function words(param: string): string {
  return param.replaceAll('_', ' ')
}

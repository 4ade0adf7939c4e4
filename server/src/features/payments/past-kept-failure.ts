import { newId } from '../../platform/ids.ts'
import { stripeFault } from '../../platform/stripe/client.ts'

/**
 * Stripe keeps a 500 under the key for a day ("Idempotent requests"): so `look` looks for what it may have made all the
 * same, and the rest is asked for once more under another key. Only for what does no harm twice.
 * @throws what `ask` throws, but for the first 5xx.
 */
export async function pastKeptFailure<Made>(
  key: string,
  ask: (key: string) => Promise<Made>,
  look: () => Promise<Made | null> = async () => null,
): Promise<Made> {
  try {
    return await ask(key)
  } catch (error) {
    if ((stripeFault(error)?.statusCode ?? 0) < 500) throw error
    return (await look()) ?? (await ask(`${key}:${newId('again')}`))
  }
}

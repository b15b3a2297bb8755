/** Fetching a key set: bounded in time and size, from the one configured address, following nothing. */
import type { JSONWebKeySet } from 'jose'

const TIMEOUT_MS = 5_000
const LARGEST_BYTES = 256 * 1024

/** The set at `url`; rejects with a plain error when it is not there in time, too large, elsewhere, or no key set. */
export async function fetchKeySet(url: string, timeoutMs: number = TIMEOUT_MS): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    // Of the whole answer, not only of its head.
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok || response.body === null) throw new Error('the key set was not given')
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    // Leaving the loop ends the transfer.
    if (bytes > LARGEST_BYTES) throw new Error('the key set is too large')
    chunks.push(chunk)
  }
  const set: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  if (!isKeySet(set)) throw new Error('this is no key set')
  return set
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) return false
  return value.keys.every((key) => typeof key === 'object' && key !== null)
}

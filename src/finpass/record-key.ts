/**
 * Keys of accounts and filings inside their report: short hashes, so that an id of ours never shows an account or
 * acknowledgement number, and the same at every reading of the same body.
 */
import { createHash } from 'node:crypto'

/** Gives keys for one report. What is equal in every part gets a number behind its key, in the order of the report. */
export class RecordKeys {
  readonly #uses = new Map<string, number>()

  /** The key of the record that `parts` identify. */
  of(...parts: readonly (string | number | null)[]): string {
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
    const uses = (this.#uses.get(hash) ?? 0) + 1
    this.#uses.set(hash, uses)
    return uses === 1 ? hash : `${hash}-${uses}`
  }
}

/** True when any of the ids says that Finpass made the record up. */
export function isMockId(ids: readonly unknown[]): boolean {
  return ids.some((id) => typeof id === 'string' && id.includes('_mock_'))
}

/**
 * Keys of accounts and filings inside their report: short hashes, so that an id of ours never shows an account or
 * acknowledgement number, and the same at every reading of the same body.
 */
import { hash } from 'node:crypto'

/** Gives keys for one report. What is equal in every part gets a number behind its key, in the order of the report. */
export class RecordKeys {
  readonly #uses = new Map<string, number>()

  /** The key of the record that `parts` identify. */
  of(...parts: readonly (string | number | null)[]): string {
    const key = hash('sha256', JSON.stringify(parts), 'hex').slice(0, 16)
    const uses = (this.#uses.get(key) ?? 0) + 1
    this.#uses.set(key, uses)
    return uses === 1 ? key : `${key}-${uses}`
  }
}

/** True when any of the ids says that Finpass made the record up. */
export function isMockId(ids: readonly unknown[]): boolean {
  return ids.some((id) => typeof id === 'string' && id.includes('_mock_'))
}

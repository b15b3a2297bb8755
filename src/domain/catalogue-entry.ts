/** What is said of each failure in the catalogue, whatever went wrong in detail. */

export interface CatalogueEntry {
  readonly message: string
  readonly advice: string | null
  /** True when the same request may succeed later without being changed. */
  readonly retryable: boolean
}

/** One row of the catalogue. */
export function entry(message: string, advice: string | null, retryable = false): CatalogueEntry {
  return { message, advice, retryable }
}

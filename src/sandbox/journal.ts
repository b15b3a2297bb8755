/** What was asked of the sandbox, for tests that count calls. Bodies and credentials are not kept. */
import type { Dialect } from './context.ts'
import type { PathVariant } from './router.ts'

/** One call, without anything secret in it. */
export interface CallRecord {
  /** `itr.status`, `aa.fetch-json-report`, …; `unknown` for a path Finpass does not have. */
  readonly operation: string
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly variant: PathVariant | null
  /** Where the id travelled. */
  readonly idIn: 'body' | 'query' | null
  /** The id the call was about; for a start, the one it was given. */
  handle: string | null
  /** Wall time of the sandbox's clock. */
  readonly at: number
  readonly dialect: Dialect
  readonly carriedPassword: boolean
  /** Lower case, in order. */
  readonly headerNames: readonly string[]
  /** The kind of fault it met. */
  readonly fault: string | null
  /** Null while it is being answered, and for ever when it never was. */
  status: number | null
}

/** The calls so far. */
export interface CallJournal {
  /** In order of arrival; the newest ten thousand. */
  list(): readonly CallRecord[]
  /** How many calls since the last clearing; of one operation when named. */
  count(operation?: string): number
  clear(): void
}

const KEPT = 10_000

/** An empty journal, and the way to add to it. */
export function createJournal(): CallJournal & { add(record: CallRecord): void } {
  let records: CallRecord[] = []
  let counts = new Map<string, number>()
  return {
    list: () => [...records],
    count(operation) {
      if (operation !== undefined) return counts.get(operation) ?? 0
      return [...counts.values()].reduce((total, count) => total + count, 0)
    },
    clear() {
      records = []
      counts = new Map()
    },
    add(record) {
      records.push(record)
      if (records.length > KEPT * 2) records = records.slice(-KEPT)
      counts.set(record.operation, (counts.get(record.operation) ?? 0) + 1)
    },
  }
}

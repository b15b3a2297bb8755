/** Recalls in the embedded store. Another process on the same file is not heard: it finds them when it looks. */
import type { Instant } from '../domain/date.ts'
import type { JourneyId, TenantId } from '../domain/ids.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import type { FeedListeners } from './feed-listener.ts'
import { parseNumber, parseText } from './field.ts'
import { MOST_RECALLS, type RecallStore } from './recall.ts'

/** What listeners of recalls listen to; no feed has this name. */
export const RECALLS_TOPIC = 'recalls'

const INSERT = 'INSERT INTO recalls (tenant, journey_id, recalled_at) VALUES (?, ?, ?) RETURNING number'
const TRIM = 'DELETE FROM recalls WHERE number <= ?'
// The sequence is remembered also when no recall is left.
const HEAD = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'recalls'), 0) AS head"
const OLDEST = 'SELECT min(number) AS oldest FROM recalls'
const AFTER = 'SELECT tenant, journey_id FROM recalls WHERE number > ? ORDER BY number LIMIT ?'

/** Writes a recall, inside the caller's transaction. */
export function recall({ prepare }: EmbeddedConnection, tenant: TenantId, id: JourneyId, at: Instant): void {
  const number = parseNumber(prepare(INSERT).get(tenant, id, at)?.number, 'number')
  prepare(TRIM).run(number - MOST_RECALLS)
}

/** The part of the store that keeps recalls, over an open connection. */
export function createEmbeddedRecalls(
  { prepare, readTogether, run }: EmbeddedConnection,
  listeners: FeedListeners,
): RecallStore {
  return {
    readRecalls: (after, limit) =>
      readTogether(() => {
        const head = parseNumber(prepare(HEAD).get()?.head, 'head')
        const oldest = prepare(OLDEST).get()?.oldest ?? null
        return {
          head,
          oldest: oldest === null ? head + 1 : parseNumber(oldest, 'oldest'),
          recalls: prepare(AFTER)
            .all(after, limit)
            .map((row) => ({
              tenant: parseText(row.tenant, 'tenant') as TenantId, // written by us from one
              journeyId: parseText(row.journey_id, 'journey_id') as JourneyId, // written by us from one
            })),
        }
      }),
    watchRecalls: (listener) =>
      run(() => {
        // Refused like every call once the store is closed.
        prepare('SELECT 1').get()
        return listeners.add(RECALLS_TOPIC, listener)
      }),
  }
}

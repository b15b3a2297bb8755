/** What the store has of journeys, read back for the ledger and for looking whether it fits together. */
import { setTimeout as wait } from 'node:timers/promises'
import { type JourneyId, parseGlobalId, type TenantId } from '../../../../src/domain/ids.ts'
import type { Store } from '../../../../src/store/store.ts'

/** A transition as the journal has it. */
export interface JournalEntry {
  readonly sequence: number
  readonly status: string
  readonly step: string | null
  readonly percent: number
  /** What made the gateway look; no client is asked for it. */
  readonly origin?: string
}

/** Whether what the store has of a journey fits together. */
export interface Wholeness {
  readonly journeyId: string
  readonly sequence: number
  /** What does not fit; empty when all does. */
  readonly torn: readonly string[]
}

/** Transitions read at a time: some of them are long. */
const PAGE_LENGTH = 100
const MOST_ATTEMPTS = 10

/** Reads with the store of the gateway's process; `readTenant` tells whose a journey is. */
export function createReader(store: Store, readTenant: (journeyId: string) => TenantId) {
  return {
    /** Compares every record of these journeys with the others; a journey that is not there is not in the answer. */
    async inspect({ journeys }: { journeys: readonly string[] }): Promise<Wholeness[]> {
      const inspected: Wholeness[] = []
      for (const id of journeys) {
        const tenant = readTenant(id)
        const [found] = await store.readJourneys(tenant, [toKey(id)])
        if (found === undefined) continue
        const transitions = await store.readTransitions(tenant, [toKey(id)])
        const feed = await store.readFeed({ kind: 'applicant', tenant, id: found.applicantId }, 0, 100_000)
        const torn: string[] = []
        const last = transitions.at(-1)
        if (last?.sequence !== found.sequence) torn.push('the journey and its last transition have different numbers')
        if (last?.step !== found.step || last?.status !== found.status)
          torn.push('the journey is not as its last transition')
        if (transitions.some(({ sequence }, at) => sequence !== at + 1)) torn.push('there is a hole or a fork')
        const positions = feed?.entries.map(({ position }) => position) ?? []
        if (positions.some((position, at) => position !== at + 1)) torn.push("the applicant's feed has a hole")
        if (positions.length !== feed?.head) torn.push("the applicant's feed does not end at its head")
        const own = feed?.entries.filter(({ transition }) => transition.journeyId === found.id).length
        if (own !== transitions.length) torn.push('not every transition is in both feeds')
        if ((await store.readHandle(tenant, toKey(id))) === null) torn.push('the handle is gone')
        inspected.push({ journeyId: id, sequence: found.sequence, torn })
      }
      return inspected
    },

    /** Every transition of these journeys that is kept, by global id. */
    async readJournal({ journeys }: { journeys: readonly string[] }): Promise<Record<string, JournalEntry[]>> {
      const journal: Record<string, JournalEntry[]> = {}
      for (const id of journeys) {
        const entries: JournalEntry[] = []
        const feed = { kind: 'journey', tenant: readTenant(id), id: toKey(id) } as const
        for (let after = 0; ; after = entries.at(-1)?.sequence ?? 0) {
          const page = await patiently(() => store.readFeed(feed, after, PAGE_LENGTH))
          if (page === null || page.entries.length === 0) break
          for (const { transition } of page.entries) {
            const { sequence, status, step, percent, origin } = transition
            entries.push({ sequence, status, step, percent, origin })
          }
        }
        journal[id] = entries
      }
      return journal
    },
  }
}

/** The key inside a journey's global id. */
export function toKey(id: string): JourneyId {
  return parseGlobalId('Journey', id)
}

/** A store that is busy with what a bar does to it is asked again. */
async function patiently<Result>(read: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
    try {
      return await read()
    } catch {
      await wait(300)
    }
  }
  return read()
}

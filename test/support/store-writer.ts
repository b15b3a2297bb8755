/**
 * A process that writes to a store until it is killed. Each line on stdout is a write that has resolved, except `opening`
 * and `erasing`, which announce one. Run as `node store-writer.ts <database file or redis url> <name of the round>`.
 */
import { writeSync } from 'node:fs'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { JourneyId } from '../../src/domain/ids.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { openRedisStore } from '../../src/store/redis.ts'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  applicantId,
  at,
  firstTransition,
  fixedClock,
  journey,
  journeyId,
  TENANT,
  testSeal,
  withHandle,
} from './store-record.ts'

export type WriterLine =
  | { readonly kind: 'opening' }
  | { readonly kind: 'applicant'; readonly id: string }
  | { readonly kind: 'journey'; readonly id: string; readonly applicantId: string }
  | { readonly kind: 'transition'; readonly journeyId: string; readonly sequence: number }
  | { readonly kind: 'key'; readonly key: string; readonly journeyId: string }
  | { readonly kind: 'erasing'; readonly id: string }
  | { readonly kind: 'erased'; readonly id: string }

/** Transitions of a journey that ran to its end, the first one included. */
const LAST_SEQUENCE = 5

/** The applicant that the writer adds under this id, so that a reader can tell a torn one. */
export function writtenApplicant(id: string): Applicant {
  return applicant({ id: applicantId(id), reference: `LOAN-${id}`, name: `Name of ${id}`, createdAt: at(1) })
}

/** The handle of a journey that the writer adds. */
export function writtenHandle(id: JourneyId): string {
  return `job_mock_${id}`
}

function say(line: WriterLine): void {
  // Written straight to the pipe: a line that is buffered when the process dies would hide an acknowledged write.
  writeSync(1, `${JSON.stringify(line)}\n`)
}

async function writeOne(store: Store, id: string): Promise<void> {
  const owner = await store.addApplicant(writtenApplicant(id))
  say({ kind: 'applicant', id })
  const started = journey(owner, { id: journeyId(`journey-${id}`) })
  await store.claimKey(TENANT, `key-${id}`, 'input', at(0))
  await store.addJourney(started, firstTransition(started), withHandle(writtenHandle(started.id), `key-${id}`))
  say({ kind: 'journey', id: started.id, applicantId: id })
  say({ kind: 'key', key: `key-${id}`, journeyId: started.id })
  for (let sequence = 2; sequence <= LAST_SEQUENCE; sequence += 1) {
    const status = sequence === LAST_SEQUENCE ? 'COMPLETED' : 'PROCESSING'
    if (!(await store.appendTransition(appended(started, sequence, status)))) throw new Error('nobody else writes here')
    say({ kind: 'transition', journeyId: started.id, sequence })
  }
}

/** Opens the store that is at `place`: a Redis by its URL, or else an embedded store by its file. */
export function openStoreAt(place: string): Promise<Store> {
  const options = { seal: testSeal(), clock: fixedClock }
  if (place.startsWith('redis://')) return openRedisStore({ ...options, url: place, commandTimeoutMs: 5000 })
  return openEmbeddedStore({ ...options, path: place })
}

async function main(place: string, round: string): Promise<void> {
  say({ kind: 'opening' })
  const store = await openStoreAt(place)
  for (let number = 0; ; number += 1) {
    const id = `${round}-${number}`
    await writeOne(store, id)
    if (number % 4 !== 3) continue
    const victim = `${round}-${number - 2}`
    say({ kind: 'erasing', id: victim })
    await store.eraseApplicant(TENANT, applicantId(victim), at(0))
    say({ kind: 'erased', id: victim })
  }
}

const [place, round] = process.argv.slice(2)
if (import.meta.main && place !== undefined && round !== undefined) await main(place, round)

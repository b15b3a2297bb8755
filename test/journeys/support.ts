/** What the tests of journeys run on: the real embedded store in a directory of its own, a clock and a Finpass they move by hand. */
import { existsSync } from 'node:fs'
import type { Applicant } from '../../src/domain/applicant.ts'
import type { Failure } from '../../src/domain/failure.ts'
import type { Journey, Transition } from '../../src/domain/journey.ts'
import { type Checker, createChecker } from '../../src/journeys/check.ts'
import { createJourneyEngine, type JourneyEngine } from '../../src/journeys/engine.ts'
import { createLoginLimit } from '../../src/journeys/login-limit.ts'
import { openSchedule, type Schedule } from '../../src/journeys/schedule.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import type { Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/clock.ts'
import { openEmbeddedDirectory } from '../support/embedded-directory.ts'
import { createScriptedFinpass, type ScriptedFinpass } from '../support/finpass.ts'
import { applicant, at, firstTransition, journey, journeyState, testSeal, withHandle } from '../support/store-record.ts'

export const POLL_MS = 5000

/** Files in memory, where there are such: a file sync per write is the store's own concern, and takes most of the time. */
const MEMORY = '/dev/shm'

export interface TestJourneys extends AsyncDisposable {
  readonly store: Store
  readonly clock: FakeClock
  readonly finpass: ScriptedFinpass
  readonly checker: Checker
  readonly engine: JourneyEngine
  readonly applicant: Applicant
  /** Journeys that were flagged for a word nobody knows. */
  readonly unknown: readonly Journey[]
  /** Journeys that the engine said were started or linked. */
  readonly begun: readonly Journey[]
  /** What the schedule complained of. */
  readonly failures: readonly { readonly journey: Journey | null; readonly failure: Failure }[]
  /** Adds a journey that began now, is due at once, and has a handle of its own. */
  add(parts?: Partial<Journey>, handle?: string | null): Promise<Journey>
  /** The journey as the store has it. */
  read(journey: Pick<Journey, 'id'>): Promise<Journey>
  transitions(journey: Pick<Journey, 'id'>): Promise<readonly Transition[]>
  openSchedule(options?: { readonly parallel?: number; readonly checker?: Checker }): Schedule
  /** Another store on the same file, as a restarted process opens it. */
  openStoreAgain(): Promise<Store>
}

/** `wrap` puts something between the journeys and the store, e.g. a store that fails. */
export async function openJourneys(options: { readonly wrap?: (store: Store) => Store } = {}): Promise<TestJourneys> {
  const directory = openEmbeddedDirectory(existsSync(MEMORY) ? MEMORY : undefined)
  const clock = createFakeClock(at(0))
  const finpass = createScriptedFinpass()
  const opened: Store[] = []
  async function openStore(): Promise<Store> {
    // Without timers of its own: those that wait are counted.
    const storeClock: Clock = { now: clock.now, after: () => () => undefined }
    const store = await openEmbeddedStore({ path: directory.path, seal: testSeal(), clock: storeClock })
    opened.push(store)
    return store
  }
  const plain = await openStore()
  const store = options.wrap?.(plain) ?? plain
  const owner = await store.addApplicant(applicant())
  const unknown: Journey[] = []
  const begun: Journey[] = []
  const failures: { journey: Journey | null; failure: Failure }[] = []
  const parts = { client: finpass.client, store, clock, pollIntervalMs: POLL_MS }
  const checker = createChecker({ ...parts, onUnknownStatus: (flagged) => unknown.push(flagged) })
  const engine = createJourneyEngine({
    ...parts,
    checker,
    logins: createLoginLimit({ counter: store, clock, most: 5 }),
    redirects: new Map([
      ['app', 'https://app.example.com/done'],
      ['branch', 'https://branch.example.com/done'],
    ]),
    publicUrl: 'https://graph.example.com',
    onStarted: (journey) => begun.push(journey),
    fingerprint: (text) => [`hash of ${text}`],
  })

  return {
    store,
    clock,
    finpass,
    checker,
    engine,
    applicant: owner,
    unknown,
    begun,
    failures,
    async add(given = {}, handle) {
      const now = clock.now()
      const added = journey(owner, {
        ...journeyState('INITIATED', { percent: 5 }),
        createdAt: now,
        nextCheckAt: now,
        ...given,
      })
      const key = handle === undefined ? `handle-of-${added.id}` : handle
      const addition = await store.addJourney(added, firstTransition(added), withHandle(key))
      if (addition !== 'ADDED') throw new Error('not added')
      return added
    },
    async read({ id }) {
      const [found] = await store.readJourneys(owner.tenant, [id])
      if (found === undefined) throw new Error('there is no such journey')
      return found
    },
    transitions: ({ id }) => store.readTransitions(owner.tenant, [id]),
    openSchedule: (given = {}) =>
      openSchedule({
        store,
        clock,
        checker,
        onFailure: (of, failure) => failures.push({ journey: of, failure }),
        ...given,
      }),
    openStoreAgain: openStore,
    async [Symbol.asyncDispose]() {
      for (const each of opened) await each.close()
      directory[Symbol.dispose]()
    },
  }
}

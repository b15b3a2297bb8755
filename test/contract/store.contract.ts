/**
 * What every store promises, as one suite that each implementation runs. An implementation says how to open a fresh store
 * and how to open the same data again; it may leave tests out only by name and with a reason, which the run shows.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../src/platform/clock.ts'
import type { Seal } from '../../src/platform/seal.ts'
import type { Retention } from '../../src/domain/retention.ts'
import type { JournalLimits } from '../../src/store/retention.ts'
import type { Store } from '../../src/store/store.ts'
import type { OnUnreadable } from '../../src/store/unreadable.ts'
import { CONTRACT_RETENTION, fixedClock, testSeal } from '../support/store-record.ts'
import { defineApplicantContract } from './store-applicant.contract.ts'
import { defineApplicantListContract } from './store-applicant-list.contract.ts'
import { defineAuditContract } from './store-audit.contract.ts'
import { defineClaimContract } from './store-claim.contract.ts'
import { defineConsentContract } from './store-consent.contract.ts'
import { defineCounterContract } from './store-counter.contract.ts'
import { defineErasureContract } from './store-erasure.contract.ts'
import { defineFeedContract } from './store-feed.contract.ts'
import { defineJourneyContract } from './store-journey.contract.ts'
import { defineJournalContract } from './store-journal.contract.ts'
import { defineKeyContract } from './store-key.contract.ts'
import { defineLifecycleContract } from './store-lifecycle.contract.ts'
import { defineRingContract } from './store-ring.contract.ts'
import { defineRevocationContract } from './store-revocation.contract.ts'
import { defineTenantContract } from './store-tenant.contract.ts'
import { defineTombstoneContract } from './store-tombstone.contract.ts'
import { defineWatchContract } from './store-watch.contract.ts'

export interface StoreSettings {
  readonly seal: Seal
  readonly clock: Clock
  readonly retention: Retention
  readonly journal: JournalLimits
  readonly onUnreadable?: OnUnreadable
}

export interface OpenedStore {
  readonly store: Store
  /** Closes the store and opens its data again with these settings, as a restarted process would. */
  reopen(settings: StoreSettings): Promise<Store>
  /** Opens the same data a second time beside the first, as another process would. */
  openAnother(settings: StoreSettings): Promise<Store>
  /** Closes whatever is open and removes the data. */
  dispose(): Promise<void>
}

export interface StoreContractOptions {
  /** Opens a store with nothing in it, shared with nobody. */
  open(settings: StoreSettings): Promise<OpenedStore>
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[]
}

/** A store as a test of the contract gets it. */
export interface StoreUnderTest {
  readonly store: Store
  /** Restarts on the same data with some settings changed. */
  reopen(changes?: Partial<StoreSettings>): Promise<Store>
  openAnother(): Promise<Store>
}

export type DefineTest = (name: string, body: (opened: StoreUnderTest) => Promise<void>) => void

/** Defines the whole suite for one implementation; a skip that names no test of the suite fails. */
export function runStoreContract(name: string, { open, skip = [] }: StoreContractOptions): void {
  const reasons = new Map(skip.flatMap(({ reason, tests }) => tests.map((test) => [test, reason] as const)))
  const defined = new Set<string>()
  const opened: OpenedStore[] = []

  const test: DefineTest = (title, body) => {
    if (defined.has(title)) throw new Error(`two tests of the store contract are called: ${title}`)
    defined.add(title)
    const reason = reasons.get(title)
    if (reason !== undefined) {
      it.skip(`${title} (left out: ${reason})`)
      return
    }
    it(title, async () => {
      const settings: StoreSettings = {
        seal: testSeal(),
        clock: fixedClock,
        retention: CONTRACT_RETENTION,
        journal: {},
      }
      const subject = await open(settings)
      opened.push(subject)
      await body({
        store: subject.store,
        reopen: (changes = {}) => subject.reopen({ ...settings, ...changes }),
        openAnother: () => subject.openAnother(settings),
      })
    })
  }

  describe(`${name} keeps the contract of a store`, () => {
    afterEach(async () => {
      for (const subject of opened.splice(0)) await subject.dispose()
    })
    describe('applicants', () => defineApplicantContract(test))
    describe('lists of applicants', () => defineApplicantListContract(test))
    describe('journeys', () => defineJourneyContract(test))
    describe('transitions', () => defineJournalContract(test))
    describe('claims of a check', () => defineClaimContract(test))
    describe('feeds', () => defineFeedContract(test))
    describe('watching feeds', () => defineWatchContract(test))
    describe('idempotency keys', () => defineKeyContract(test))
    describe('counts', () => defineCounterContract(test))
    describe('revocations', () => defineRevocationContract(test))
    describe('erasure and retention', () => defineErasureContract(test))
    describe('tombstones', () => defineTombstoneContract(test))
    describe('recalls and consents', () => defineConsentContract(test))
    describe('the ring of sealing keys', () => defineRingContract(test))
    describe('tenants', () => defineTenantContract(test))
    describe('the audit trail', () => defineAuditContract(test))
    describe('lifecycle', () => defineLifecycleContract(test))

    it('leaves out only tests that exist', () => {
      expect(defined.size).toBeGreaterThan(80)
      expect([...reasons.keys()].filter((title) => !defined.has(title))).toEqual([])
    })
  })
}

/** The store contract: health and closing. */
import { expect } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import {
  appended,
  applicant,
  at,
  firstTransition,
  journey,
  looked,
  TENANT,
  withHandle,
} from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

/** Every method but `close`, and those of the audit trail, which has a code of its own; the type makes sure that none is forgotten. */
function everyCall(store: Store): Record<Exclude<keyof Store, 'audit' | 'close'>, () => Promise<unknown>> {
  const owner = applicant()
  const running = journey(owner)
  const query = { tenant: TENANT, order: 'CREATED_ASC', limit: 1 } as const
  return {
    addApplicant: () => store.addApplicant(owner),
    readApplicants: () => store.readApplicants(TENANT, [owner.id]),
    readApplicantByReference: () => store.readApplicantByReference(TENANT, 'LN-1'),
    listApplicants: () => store.listApplicants({ ...query, nameContains: 'a' }),
    countApplicants: () => store.countApplicants(query),
    addJourney: () => store.addJourney(running, firstTransition(running), withHandle('job-1')),
    readJourneys: () => store.readJourneys(TENANT, [running.id]),
    readJourneysByApplicant: () => store.readJourneysByApplicant(TENANT, [owner.id]),
    readHandle: () => store.readHandle(TENANT, running.id),
    readDueJourneys: () => store.readDueJourneys(at(0), 1),
    appendTransition: () => store.appendTransition(appended(running, 2, 'PROCESSING')),
    touchJourney: () => store.touchJourney(looked(running, at(0), null)),
    readTransitions: () => store.readTransitions(TENANT, [running.id]),
    readJourneyByWebhook: () => store.readJourneyByWebhook('token'),
    claimCheck: () => store.claimCheck(TENANT, running.id),
    bringForward: () => store.bringForward(TENANT, running.id, at(0)),
    readEpoch: () => store.readEpoch(),
    readFeed: () => store.readFeed({ kind: 'journey', tenant: TENANT, id: running.id }, 0, 1),
    readApplicantPosition: () => store.readApplicantPosition(TENANT, running.id, 1),
    watchFeed: () => store.watchFeed({ kind: 'journey', tenant: TENANT, id: running.id }, () => undefined),
    claimKey: () => store.claimKey(TENANT, 'key', 'input', at(0)),
    releaseKey: () => store.releaseKey(TENANT, 'key'),
    addRevocation: () =>
      store.addRevocation({ target: { kind: 'KEY', keyId: 'one' }, revokedAt: at(0), endsAt: at(1) }),
    readRevocations: () => store.readRevocations(),
    count: () => store.count('key', { windowMs: 1 }, at(0)),
    removeExpired: () => store.removeExpired(at(0)),
    eraseApplicant: () => store.eraseApplicant(TENANT, owner.id, at(0)),
    readErasure: () => store.readErasure(TENANT, { kind: 'reference', reference: 'LN-1' }),
    readRecalls: () => store.readRecalls(0, 1),
    watchRecalls: () => store.watchRecalls(() => undefined),
    writeConsentWord: () =>
      store.writeConsentWord(TENANT, running.id, { state: 'REVOKED', at: at(0), origin: 'CALLER' }),
    checkHealth: () => store.checkHealth(),
  }
}

export function defineLifecycleContract(test: DefineTest): void {
  test('is healthy when it is open', async ({ store }) => {
    await expect(store.checkHealth()).resolves.toBeUndefined()
  })

  test('answers every call after closing with STORE_UNAVAILABLE, whether or not it was made before', async ({
    store,
    reopen,
  }) => {
    for (const call of Object.values(everyCall(store))) await call()
    const fresh = await reopen()
    for (const closed of [store, fresh]) {
      await closed.close()
      for (const [name, call] of Object.entries(everyCall(closed))) {
        await expect(call(), name).rejects.toMatchObject({ name: 'Failure', code: 'STORE_UNAVAILABLE' })
      }
    }
  })

  test('closes twice without complaint', async ({ store }) => {
    await store.close()
    await expect(store.close()).resolves.toBeUndefined()
  })
}

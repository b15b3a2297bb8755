/**
 * Writes to the gateway's own store, in the gateway's process: journeys as a start adds them, and transitions as many and as
 * close together as a bar wants. The schedule does not look at these journeys unless they are added as due.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Applicant } from '../../../../src/domain/applicant.ts'
import { type Instant, toInstant } from '../../../../src/domain/date.ts'
import { type ApplicantId, encodeGlobalId, parseGlobalId, type TenantId } from '../../../../src/domain/ids.ts'
import { isTerminal, type JourneyKind, type JourneyStatus } from '../../../../src/domain/journey.ts'
import type { Store } from '../../../../src/store/store.ts'
import {
  appended,
  applicant,
  firstTransition,
  journey,
  journeyState,
  TENANT,
  withHandle,
} from '../../../support/store-record.ts'
import { createReader, toKey } from './reader.ts'

export interface AddJourneys {
  readonly count: number
  /** @default the tenant of the subscribers */
  readonly tenant?: string
  /** All of one applicant, instead of one applicant each. */
  readonly isOneApplicant?: boolean
  /** Global id: of this applicant, who is there already. */
  readonly applicantId?: string
  readonly kind?: JourneyKind
  /** Finpass's ids, in order; made up when left out. */
  readonly handles?: readonly string[]
  /** Tokens of their webhook addresses, in order. */
  readonly webhookTokens?: readonly string[]
  /** Leaves them to the schedule, due in so many milliseconds. */
  readonly dueInMs?: number
}
export interface AddedJourney {
  /** Global ids. */
  readonly journeyId: string
  readonly applicantId: string
}

export interface Append {
  /** Global ids. */
  readonly journeys: readonly string[]
  /** How many for each of them. @default 1 */
  readonly count?: number
  /** Length of each transition's step. */
  readonly stepBytes?: number
  /** Status of the last one. @default PROCESSING */
  readonly status?: JourneyStatus
  /** Waits for each before the next is written, instead of writing all in one tick. */
  readonly isOneByOne?: boolean
}
export interface Appended {
  readonly acknowledged: number
  readonly refused: number
  readonly failed: number
}
export interface Drive {
  readonly journeys: readonly string[]
  /** Over all of them together. */
  readonly perSecond: number
  readonly seconds: number
  readonly stepBytes?: number
}

/** Told of every transition that the store has acknowledged. */
export type OnAcknowledged = (journeyId: string, sequence: number) => void

const now = (): Instant => toInstant(Date.now())

export function createDriver(store: Store, onAcknowledged: OnAcknowledged = () => undefined) {
  /** What this driver knows of journeys; forgotten when an append did not succeed. */
  const heads = new Map<string, { tenant: TenantId; sequence: number }>()
  const tenants = new Map<string, TenantId>()

  async function readHead(id: string): Promise<{ tenant: TenantId; sequence: number }> {
    const known = heads.get(id)
    if (known !== undefined) return known
    const tenant = tenants.get(id) ?? TENANT
    const [found] = await store.readJourneys(tenant, [toKey(id)])
    if (found === undefined) throw new Error('there is no such journey')
    const head = { tenant, sequence: found.sequence }
    heads.set(id, head)
    return head
  }

  /** Begins the append before it returns, so that many calls in a row are made in one tick. */
  function append(
    id: string,
    head: { tenant: TenantId; sequence: number },
    status: JourneyStatus,
    stepBytes = 0,
  ): Promise<'acknowledged' | 'refused' | 'failed'> {
    head.sequence += 1
    const { tenant, sequence } = head
    const step = `step-${sequence}`.padEnd(stepBytes, '.')
    const state = journeyState(status, { step, percent: isTerminal(status) ? 100 : sequence % 90 })
    const observedAt = now()
    const wanted = appended({ id: toKey(id), tenant }, sequence, status, { state, transition: { observedAt } })
    return store.appendTransition({ ...wanted, nextCheckAt: null }).then(
      (isAppended) => {
        if (isAppended) onAcknowledged(id, sequence)
        else heads.delete(id)
        return isAppended ? 'acknowledged' : 'refused'
      },
      () => {
        heads.delete(id)
        return 'failed'
      },
    )
  }

  return {
    ...createReader(store, (id) => tenants.get(id) ?? TENANT),

    async addJourneys(options: AddJourneys): Promise<AddedJourney[]> {
      const { count, tenant = TENANT, kind = 'AA_BSA', dueInMs, handles = [], webhookTokens = [] } = options
      const added: AddedJourney[] = []
      let owner = await readOwner(store, tenant as TenantId, options.applicantId)
      for (let index = 0; index < count; index += 1) {
        if (owner === null || (options.isOneApplicant !== true && options.applicantId === undefined)) {
          const id = randomUUID() as ApplicantId // made here
          owner = await store.addApplicant(applicant({ id, tenant: tenant as TenantId, createdAt: now() }))
        }
        const nextCheckAt = dueInMs === undefined ? null : toInstant(now() + dueInMs)
        const expiresAt = toInstant(now() + 3_600_000)
        const begun = journey(owner, { kind, createdAt: now(), expiresAt, nextCheckAt })
        const handle = handles[index] ?? `mock_${begun.id}`
        const webhookToken = webhookTokens[index] ?? null
        const keys = { ...withHandle(handle), webhookToken }
        if ((await store.addJourney(begun, firstTransition(begun), keys)) !== 'ADDED') {
          throw new Error('the handle is taken')
        }
        const journeyId = encodeGlobalId('Journey', begun.id)
        tenants.set(journeyId, owner.tenant)
        heads.set(journeyId, { tenant: owner.tenant, sequence: 1 })
        added.push({ journeyId, applicantId: encodeGlobalId('Applicant', owner.id) })
      }
      return added
    },

    async append({
      journeys,
      count = 1,
      stepBytes,
      status = 'PROCESSING',
      isOneByOne = false,
    }: Append): Promise<Appended> {
      const known = await Promise.all(journeys.map(readHead))
      const results: ReturnType<typeof append>[] = []
      for (let round = 1; round <= count; round += 1) {
        for (const [index, head] of known.entries()) {
          const result = append(journeys[index] ?? '', head, round === count ? status : 'PROCESSING', stepBytes)
          results.push(result)
          if (isOneByOne) await result
        }
      }
      return sum(await Promise.all(results))
    },

    async drive({ journeys, perSecond, seconds, stepBytes }: Drive): Promise<Appended> {
      const results: ReturnType<typeof append>[] = []
      const beganAt = performance.now()
      const total = Math.round(perSecond * seconds)
      while (results.length < total) {
        const due = Math.min(total, Math.ceil(((performance.now() - beganAt) / 1000) * perSecond))
        for (let number = results.length; number < due; number += 1) {
          const id = journeys[number % journeys.length] ?? ''
          const head = heads.get(id) ?? (await readHead(id).catch(() => null))
          results.push(head === null ? Promise.resolve('failed') : append(id, head, 'PROCESSING', stepBytes))
        }
        await wait(5)
      }
      return sum(await Promise.all(results))
    },
  }
}

async function readOwner(store: Store, tenant: TenantId, id: string | undefined): Promise<Applicant | null> {
  if (id === undefined) return null
  const [owner] = await store.readApplicants(tenant, [parseGlobalId('Applicant', id)])
  if (owner === undefined) throw new Error('there is no such applicant')
  return owner
}

function sum(results: readonly ('acknowledged' | 'refused' | 'failed')[]): Appended {
  const count = (wanted: string): number => results.filter((result) => result === wanted).length
  return { acknowledged: count('acknowledged'), refused: count('refused'), failed: count('failed') }
}

/** Records for the store's tests: complete, made up, and different from each other wherever a mix-up could hide. */
import { SuppliedLink } from '../../src/domain/link.ts'
import { randomUUID } from 'node:crypto'
import type { Applicant } from '../../src/domain/applicant.ts'
import { Pan, PersonalNumber } from '../../src/domain/identifier.ts'
import { NO_CONSENT_YET } from '../../src/domain/consent-record.ts'
import { type Instant, toInstant } from '../../src/domain/date.ts'
import type { ApplicantId, JourneyId, TenantId } from '../../src/domain/ids.ts'
import {
  isTerminal,
  type Journey,
  type JourneyState,
  type JourneyStatus,
  type Transition,
} from '../../src/domain/journey.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { createSeal, type Seal, type SealingKey } from '../../src/platform/seal.ts'
import type { Retention } from '../../src/domain/retention.ts'
import type { AppendTransition, JourneyKeys, TouchJourney } from '../../src/store/store.ts'

export const TENANT = 'lender-one' as TenantId // a tenant is any text
export const OTHER_TENANT = 'lender-two' as TenantId // a tenant is any text
export const HOUR_MS = 60 * 60 * 1000
export const DAY_MS = 24 * HOUR_MS

/** The retention that the contract runs with; they differ, so that one cannot stand in for the other. */
export const CONTRACT_RETENTION: Retention = {
  journeyMs: 30 * DAY_MS,
  applicantMs: 60 * DAY_MS,
  tombstoneMs: 90 * DAY_MS,
}

/** 2025-07-28T00:00:00Z, and `ms` later. */
export function at(ms: number): Instant {
  return toInstant(Date.UTC(2025, 6, 28) + ms)
}

export const fixedClock: Clock = { now: () => at(0), after: () => () => undefined }

/** A sealing key with the same bytes for the same name, so that another process can make it too. */
function sealingKey(name: string): SealingKey {
  return { name, key: Buffer.alloc(32, name) }
}

export function testSeal(...names: readonly string[]): Seal {
  return createSeal((names.length === 0 ? ['first'] : names).map(sealingKey))
}

export function applicantId(text: string = randomUUID()): ApplicantId {
  return text as ApplicantId // ids in tests are made here
}

export function journeyId(text: string = randomUUID()): JourneyId {
  return text as JourneyId // ids in tests are made here
}

export function applicant(parts: Partial<Applicant> = {}): Applicant {
  const id = parts.id ?? applicantId()
  return {
    id,
    tenant: TENANT,
    reference: `LOAN-${id}`,
    name: 'Meera Narayanan',
    pan: new Pan('AAAPM1234K'),
    mobile: new PersonalNumber('9812345670'),
    createdAt: at(0),
    ...parts,
  }
}

export function journeyState(status: JourneyStatus, parts: Partial<JourneyState> = {}): JourneyState {
  return {
    status,
    percent: isTerminal(status) ? 100 : 30,
    step: null,
    stepsCompleted: [],
    stepsFailed: [],
    accounts: [],
    failure: null,
    ...parts,
  }
}

export function journey(owner: Pick<Applicant, 'id' | 'tenant'>, parts: Partial<Journey> = {}): Journey {
  const createdAt = parts.createdAt ?? at(1000)
  return {
    id: journeyId(),
    tenant: owner.tenant,
    applicantId: owner.id,
    kind: 'AA_BSA',
    consentType: 'LOAN_UNDERWRITING',
    consentUrl: new SuppliedLink('https://consent.example/start'),
    consent: NO_CONSENT_YET,
    expiresAt: at(DAY_MS),
    nextCheckAt: at(6000),
    checkedAt: null,
    sequence: 1,
    createdAt,
    updatedAt: createdAt,
    completedAt: null,
    ...journeyState('INITIATED'),
    ...parts,
  }
}

/** What leads to a journey that Finpass was given no address to call for. */
export function withHandle(handle: string | null, idempotencyKey: string | null = null): JourneyKeys {
  return { handle, webhookToken: null, idempotencyKey }
}

/** The transition a journey begins with. */
export function firstTransition(of: Journey): Transition {
  return {
    journeyId: of.id,
    sequence: 1,
    previousStatus: null,
    status: of.status,
    step: of.step,
    percent: of.percent,
    origin: 'START',
    observedAt: of.createdAt,
    reportedAt: null,
  }
}

/** Transition `sequence` of a journey to `status`, with what goes with it. */
export function appended(
  of: Pick<Journey, 'id' | 'tenant'>,
  sequence: number,
  status: JourneyStatus,
  parts: Partial<Omit<AppendTransition, 'transition'>> & { readonly transition?: Partial<Transition> } = {},
): AppendTransition {
  const observedAt = parts.transition?.observedAt ?? at(1000 + sequence * 1000)
  const state = parts.state ?? journeyState(status)
  return {
    tenant: of.tenant,
    nextCheckAt: isTerminal(status) ? null : toInstant(observedAt + 5000),
    completedAt: isTerminal(status) ? observedAt : null,
    fence: null,
    ...parts,
    state,
    transition: {
      journeyId: of.id,
      sequence,
      previousStatus: 'INITIATED',
      status,
      step: state.step,
      percent: state.percent,
      origin: 'POLL',
      observedAt,
      reportedAt: null,
      ...parts.transition,
    },
  }
}

/** A look at a journey at `checkedAt` that found nothing new, under no claim. */
export function looked(
  { tenant, id }: Pick<Journey, 'id' | 'tenant'>,
  checkedAt: Instant,
  nextCheckAt: Instant | null,
  fence: number | null = null,
): TouchJourney {
  return { tenant, id, checkedAt, nextCheckAt, fence }
}

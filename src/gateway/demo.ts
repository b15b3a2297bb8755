/**
 * Demo applicants, one per persona of the sandbox, so that the first query has something to show: most with finished
 * journeys, one with a journey still running. Their ids never change, so examples can name them.
 */
import type { Applicant } from '../domain/applicant.ts'
import { toInstant } from '../domain/date.ts'
import { Pan, PersonalNumber } from '../domain/identifier.ts'
import { type ApplicantId, encodeGlobalId, type JourneyId, type TenantId } from '../domain/ids.ts'
import { isTerminal, type Journey, NOTHING_OBSERVED } from '../domain/journey.ts'
import type { Checker } from '../journeys/check.ts'
import { createJourney } from '../journeys/start.ts'
import type { Clock } from '../platform/clock.ts'
import { PERSONAS } from '../sandbox/personas.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Store } from '../store/store.ts'

export interface DemoOptions {
  readonly sandbox: Sandbox
  readonly store: Store
  readonly clock: Clock
  readonly checker: Checker
  readonly pollIntervalMs: number
}

export interface DemoPersona {
  readonly reference: string
  /** What the person shows. */
  readonly title: string
  readonly name: string
  readonly mobile: string
  readonly pan: string
  /** Global id. */
  readonly applicantId: string
}

export type DemoKind = 'ITR' | 'AA_BSA' | 'ACCOUNT_AGGREGATOR'

const TENANT = 'demo' as TenantId
const HOUR_MS = 3_600_000
/** Long over. */
const FINISHED_AGO_MS = 48 * HOUR_MS

/** Who is shown, with which finished journeys, in the order of their references. */
const DEMO: readonly (readonly [persona: string, kinds: readonly DemoKind[]])[] = [
  ['salaried-clean', ['ITR', 'AA_BSA']],
  ['several-banks', ['ITR', 'AA_BSA', 'ACCOUNT_AGGREGATOR']],
  ['self-employed', ['ITR', 'AA_BSA']],
  ['emi-bounces', ['AA_BSA']],
  ['name-mismatch', ['ITR', 'AA_BSA']],
  ['income-inflated', ['ITR', 'AA_BSA']],
  ['one-bank-fails', ['AA_BSA']],
  ['consent-denied', ['AA_BSA']],
  ['wrong-password-late', ['ITR']],
  ['empty-filings', ['ITR']],
  ['broken-statement', ['ACCOUNT_AGGREGATOR']],
  ['unknown-words', ['ITR', 'AA_BSA']],
  ['huge-statement', ['ACCOUNT_AGGREGATOR']],
  ['aa-revoked', ['ACCOUNT_AGGREGATOR']],
  ['flags-and-foir', ['ITR', 'AA_BSA']],
]
/** Whose journey is under way whenever the gateway starts. */
const RUNNING = 'consent-never'

/** The made-up people a gateway on the sandbox has, in the order of their references. */
export function listDemoPersonas(): DemoPersona[] {
  const shown = new Set([...DEMO.map(([key]) => key), RUNNING])
  return PERSONAS.filter(({ key }) => shown.has(key)).map(({ key, title, name, mobile, pan }) => {
    const { id, reference } = toDemoApplicant(key)
    return { reference, title, name, mobile, pan, applicantId: encodeGlobalId('Applicant', id) }
  })
}

/** Adds the demo applicants that are not there yet, and sees to it that one journey is running. */
export async function seedDemo(options: DemoOptions): Promise<void> {
  // Side by side, so that they share the syncs of the store.
  await Promise.all(
    [...DEMO, [RUNNING, []] as const].map(async ([persona, kinds]) => {
      const applicant = toDemoApplicant(persona)
      const [known] = await options.store.readApplicants(TENANT, [applicant.id])
      if (known === undefined) await seedApplicant(options, applicant, persona, kinds)
    }),
  )
  await keepOneRunning(options)
}

/** Adds one applicant with finished journeys of these kinds. Rejects when the sandbox cannot be asked. */
export async function seedApplicant(
  options: DemoOptions,
  applicant: Applicant,
  persona: string,
  kinds: readonly DemoKind[],
): Promise<void> {
  await options.store.addApplicant(applicant)
  await Promise.all(
    kinds.map((kind) => seedJourney(options, persona, applicant, kind, toJourneyId(persona, kind), FINISHED_AGO_MS)),
  )
}

async function keepOneRunning(options: DemoOptions): Promise<void> {
  const applicant = toDemoApplicant(RUNNING)
  const journeys = await options.store.readJourneysByApplicant(TENANT, [applicant.id])
  if (journeys.some(({ status }) => !isTerminal(status))) return
  // Each start begins a new one, for the consent session of the last has lapsed.
  const id = toJourneyId(RUNNING, `AA_BSA_${journeys.length + 1}`)
  await seedJourney(options, RUNNING, applicant, 'AA_BSA', id, 0)
}

async function seedJourney(
  { sandbox, store, clock, checker, pollIntervalMs }: DemoOptions,
  persona: string,
  applicant: Applicant,
  kind: DemoKind,
  id: JourneyId,
  startedAgoMs: number,
): Promise<void> {
  const handle = sandbox.seed(persona, kind, startedAgoMs)
  const started = { consentUrl: null, expiresAt: null, observation: NOTHING_OBSERVED }
  const request = { applicant, kind, consentType: kind === 'ITR' ? null : ('LOAN_UNDERWRITING' as const) }
  const { journey, first } = createJourney({ clock, pollIntervalMs }, request, started, 'OPERATOR')
  const startedAt = toInstant(clock.now() - startedAgoMs)
  const seeded: Journey = { ...journey, id, createdAt: startedAt }
  const keys = { handle, webhookToken: null, idempotencyKey: null }
  await store.addJourney(seeded, { ...first, journeyId: id, observedAt: startedAt }, keys)
  await checker.check(seeded, 'POLL')
}

/** The applicant made of a persona of the sandbox; throws when there is no such persona. */
export function toDemoApplicant(key: string): Applicant {
  const at = PERSONAS.findIndex((candidate) => candidate.key === key)
  const persona = PERSONAS[at]
  if (persona === undefined) throw new Error(`the sandbox has no persona ${key}`)
  const { pan, mobile, name } = persona
  return {
    id: `app_demo_${key.replaceAll('-', '_')}` as ApplicantId,
    tenant: TENANT,
    reference: `LN-${1001 + at}`,
    name,
    pan: new Pan(pan),
    mobile: new PersonalNumber(mobile),
    createdAt: toInstant(Date.UTC(2026, 9, 1) + at * HOUR_MS),
  }
}

function toJourneyId(key: string, kind: string): JourneyId {
  return `jny_demo_${key}_${kind}`.replaceAll('-', '_').toLowerCase() as JourneyId
}

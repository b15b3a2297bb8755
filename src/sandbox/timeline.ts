/**
 * Where a journey stands, as a pure function of the persona, the journey time elapsed and, for banking, what a human
 * decided on the consent page. Words are the documented ones; the observed ones are derived where bodies are made.
 */
import type { Persona } from './persona.ts'

/** A status and when it begins. */
export interface Stage {
  /** Journey time at which it begins. */
  readonly atMs: number
  /** Documented status word. */
  readonly word: string
}

/** A click on the consent page, at that journey time. */
export interface Decision {
  readonly kind: 'approve' | 'decline'
  readonly atMs: number
}

/** Where an ITR job stands. */
export interface ItrState {
  readonly word: string
  readonly step: string | null
  readonly stepsDone: readonly string[]
  readonly stepsFailed: readonly string[]
  readonly error: string
  readonly changedAtMs: number
  readonly completedAtMs: number | null
}

const ITR_STEPS = [
  { name: 'create_client', endsMs: 6_000 },
  { name: 'download_profile', endsMs: 14_000 },
  { name: 'download_itr_forms', endsMs: 28_000 },
  { name: 'download_26as', endsMs: 36_000 },
  { name: 'parse_returns', endsMs: 45_000 },
] as const

/** How long a borrower has to answer. */
export const SESSION_MS = 30 * 60_000
/** How long a refresh takes. */
export const REFRESH_MS = 8_000
const LINK_OPENED_MS = 10_000
const ANSWER_MS = 40_000
const FETCH_MS = 20_000
const ANALYSIS_MS = 60_000
const UPLOAD_MS = 20_000

/** Words nobody has documented, which one persona passes through. */
const STRANGE_ITR_WORD = 'awaiting_portal_slot'
const STRANGE_BANK_WORD = 'enrichment_queued'

/** The stages of an ITR job, oldest first. */
export function itrStages(persona: Persona): readonly Stage[] {
  const started: readonly Stage[] = [{ atMs: 0, word: 'initiated' }]
  if (persona.itr === 'fails-late' || persona.itr === 'refused-at-start')
    return [...started, { atMs: 9_000, word: 'failed' }]
  const running: readonly Stage[] = [...started, { atMs: ITR_STEPS[0].endsMs, word: 'processing' }]
  if (persona.itr === 'stuck') return running
  const strange =
    persona.itr === 'strange'
      ? [
          { atMs: ITR_STEPS[1].endsMs, word: STRANGE_ITR_WORD },
          { atMs: ITR_STEPS[2].endsMs, word: 'processing' },
        ]
      : []
  return [...running, ...strange, { atMs: ITR_STEPS[4].endsMs, word: 'completed' }]
}

/** Where an ITR job stands after that much journey time. */
export function itrStateAt(persona: Persona, elapsedMs: number): ItrState {
  const stage = stageAt(itrStages(persona), elapsedMs)
  const isFailed = stage.word === 'failed'
  const isDone = stage.word === 'completed'
  // A stuck job is caught in its third step for good.
  const workedMs = persona.itr === 'stuck' ? Math.min(elapsedMs, ITR_STEPS[2].endsMs - 1) : elapsedMs
  const done = isFailed ? [] : ITR_STEPS.filter(({ endsMs }) => endsMs <= workedMs)
  const current = isFailed || isDone ? undefined : ITR_STEPS[done.length]
  return {
    word: stage.word,
    step: current?.name ?? null,
    stepsDone: done.map(({ name }) => name),
    stepsFailed: isFailed ? [ITR_STEPS[0].name] : [],
    error: isFailed ? 'Invalid credentials. The e-filing portal refused the login.' : '',
    changedAtMs: Math.max(stage.atMs, done.at(-1)?.endsMs ?? 0),
    completedAtMs: isDone || isFailed ? stage.atMs : null,
  }
}

/** The stages of an Account Aggregator session: those of AA-BSA as far as the fetch. */
export function aggregatorStages(persona: Persona, decision: Decision | null): readonly Stage[] {
  const stages = bankStages(persona, decision)
  const fetched = stages.findIndex(({ word }) => word === 'data_fetched')
  return fetched === -1 ? stages : stages.slice(0, fetched + 1)
}

/** The stages of an AA-BSA journey, oldest first. */
export function bankStages(persona: Persona, decision: Decision | null): readonly Stage[] {
  const opened: readonly Stage[] = [
    { atMs: 0, word: 'initiated' },
    { atMs: LINK_OPENED_MS, word: 'consent_pending' },
  ]
  const answersAtMs = persona.bank === 'never' ? SESSION_MS : ANSWER_MS
  if (decision !== null && decision.atMs < answersAtMs) {
    const before = opened.filter(({ atMs }) => atMs < decision.atMs)
    if (decision.kind === 'decline') return [...before, { atMs: decision.atMs, word: 'consent_denied' }]
    return [...before, ...afterConsent(persona, decision.atMs)]
  }
  if (persona.bank === 'never') return [...opened, { atMs: SESSION_MS, word: 'expired' }]
  if (persona.bank === 'denied') return [...opened, { atMs: ANSWER_MS, word: 'consent_denied' }]
  return [...opened, ...afterConsent(persona, ANSWER_MS)]
}

function afterConsent(persona: Persona, grantedMs: number): readonly Stage[] {
  const granted: readonly Stage[] = [{ atMs: grantedMs, word: 'consent_granted' }]
  const fetchedMs = grantedMs + FETCH_MS
  switch (persona.bank) {
    case 'revoked':
      return [...granted, { atMs: fetchedMs, word: 'consent_denied' }]
    case 'fetch-error':
    case 'not-found':
      return [...granted, { atMs: fetchedMs, word: 'failed' }]
    case 'stuck':
      return [...granted, { atMs: fetchedMs, word: 'data_fetched' }]
    default: {
      const strange = { atMs: fetchedMs + ANALYSIS_MS / 2, word: STRANGE_BANK_WORD }
      const middle = persona.bank === 'strange' ? [strange] : []
      const done = { atMs: fetchedMs + ANALYSIS_MS, word: 'analysis_complete' }
      return [...granted, { atMs: fetchedMs, word: 'data_fetched' }, ...middle, done]
    }
  }
}

/** When each account's analysis ends, one after the other; empty until the data is fetched, never for a stuck job. */
export function accountEnds(persona: Persona, stages: readonly Stage[]): readonly number[] {
  const fetched = stages.find(({ word }) => word === 'data_fetched')
  if (fetched === undefined) return []
  return persona.accounts.map((_, index) =>
    persona.bank === 'stuck'
      ? Number.POSITIVE_INFINITY
      : fetched.atMs + Math.round(((index + 1) * ANALYSIS_MS) / persona.accounts.length),
  )
}

/** The last stage begun by then. */
export function stageAt(stages: readonly Stage[], elapsedMs: number): Stage {
  return stages.findLast(({ atMs }) => atMs <= elapsedMs) ?? stages[0] ?? { atMs: 0, word: 'initiated' }
}

/** An uploaded statement: processing, then completed. */
export function uploadStages(): readonly Stage[] {
  return [
    { atMs: 0, word: 'processing' },
    { atMs: UPLOAD_MS, word: 'completed' },
  ]
}

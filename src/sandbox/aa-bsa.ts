/** The AA-BSA journey: init, status, statement-result, analysis-json. */
import { observedAnalysis } from './aa-bsa-analysis.ts'
import { accountStates, documentedBankStatus, observedBankStatus, observedWord } from './aa-bsa-body.ts'
import { documentedAnalysis } from './aa-bsa-documented.ts'
import { documentedStatement, observedStatement } from './aa-bsa-statement.ts'
import { formatSeconds } from './clock.ts'
import { type Call, type Handler, type SandboxContext, textOf } from './context.ts'
import { documentedError, documentedOk, observedOk, type Reply, replyJson } from './envelope.ts'
import { type Handle, mintHandle, readHandle } from './handle.ts'
import type { Persona } from './persona.ts'
import { personaOf } from './persona-of.ts'
import { bankStages, SESSION_MS, type Stage, stageAt } from './timeline.ts'

/** Ten digits, without a country code. */
export const MOBILE = /^[0-9]{10}$/
const CONSENT_TYPES = ['loan_underwriting', 'loan_monitoring']

/** Starts a journey and names the page on which the borrower consents. */
export const initBankJourney: Handler = (call, context) => {
  const mobile = textOf(call, 'mobile_number') ?? ''
  const consentType = textOf(call, 'consent_type') ?? 'loan_underwriting'
  if (!MOBILE.test(mobile)) return documentedError('INVALID_INPUT', 'mobile_number must have 10 digits.')
  if (!CONSENT_TYPES.includes(consentType)) return documentedError('INVALID_INPUT', 'consent_type is not known.')
  const startedAt = context.clock.now()
  const purpose = consentType === 'loan_monitoring' ? 'm' : 'u'
  const handle = mintHandle('AA_BSA', mobile, startedAt, { purpose })
  call.note(handle)
  rememberSession(call, context, handle)
  return documentedOk('AA BSA journey initiated successfully', {
    client_id: handle,
    journey_url: `${context.baseUrl()}/consent/${handle}`,
    status: 'initiated',
    consent_type: consentType,
    expires_at: formatSeconds(context.clock.wallAfter(startedAt, SESSION_MS)),
  })
}

/** Keeps where the borrower goes afterwards, and who wants to hear of changes. */
export function rememberSession(call: Call, context: SandboxContext, handle: string): void {
  context.sessions.set(handle, { redirectUrl: textOf(call, 'redirect_url') })
  const webhookUrl = textOf(call, 'webhook_url')
  if (webhookUrl !== null) context.watch(handle, webhookUrl)
}

/** Where the journey stands; flat in the observed dialect. */
export const bankStatus: Handler = (call, context) => {
  const journey = journeyOf(call, context)
  if (journey === null) return notFound()
  const { handle, persona, stages } = journey
  return call.dialect === 'documented'
    ? documentedOk('Journey status fetched successfully', documentedBankStatus(handle, stages, context.clock))
    : replyJson(200, observedBankStatus(handle, persona, stages, context.clock))
}

/** The ledgers, once the journey is complete. */
export const bankStatement: Handler = (call, context) => {
  const journey = journeyOf(call, context)
  if (journey === null) return notFound()
  const { handle, persona, stages } = journey
  const elapsedMs = context.clock.elapsedSince(handle.startedAt)
  const incomplete = refuseIncomplete(call, 'Statement', stageAt(stages, elapsedMs).word)
  if (incomplete !== null) return incomplete
  const states = accountStates(handle, persona, stages, elapsedMs)
  return call.dialect === 'documented'
    ? documentedOk('Statement result fetched successfully', documentedStatement(handle, persona, states))
    : observedOk('Journey statement result retrieved successfully', observedStatement(handle, persona, states))
}

/** The analysis, once the journey is complete. */
export const bankAnalysis: Handler = (call, context) => {
  const journey = journeyOf(call, context)
  if (journey === null) return notFound()
  const { handle, persona, stages } = journey
  const elapsedMs = context.clock.elapsedSince(handle.startedAt)
  const incomplete = refuseIncomplete(call, 'Analysis', stageAt(stages, elapsedMs).word)
  if (incomplete !== null) return incomplete
  const states = accountStates(handle, persona, stages, elapsedMs)
  return call.dialect === 'documented' || persona.isAnalysedTogether
    ? documentedOk('BSA analysis fetched successfully', documentedAnalysis(handle, persona))
    : observedOk('Journey analysis retrieved successfully', observedAnalysis(handle, persona, states))
}

function refuseIncomplete(call: Call, what: string, word: string): Reply | null {
  if (word === 'analysis_complete') return null
  const isDocumented = call.dialect === 'documented'
  const told = isDocumented ? word : observedWord(word)
  const wanted = isDocumented ? 'analysis_complete' : 'completed'
  return documentedError(
    'JOURNEY_INCOMPLETE',
    `${what} is not yet available. Journey status is '${told}'. Please poll /status until status is '${wanted}'.`,
  )
}

function notFound(): Reply {
  return documentedError('NOT_FOUND', 'No journey found for the provided client_id.')
}

interface BankJourney {
  readonly handle: Handle
  readonly persona: Persona
  readonly stages: readonly Stage[]
}

function journeyOf(call: Call, context: SandboxContext): BankJourney | null {
  const handle = readHandle(textOf(call, 'client_id') ?? '')
  if (handle === null || handle.kind !== 'AA_BSA') return null
  context.clock.catchUp(handle.startedAt)
  const persona = personaOf(handle.subject)
  return { handle, persona, stages: bankStages(persona, context.decisions.get(handle.text) ?? null) }
}

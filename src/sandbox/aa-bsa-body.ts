/** AA-BSA status in both dialects, and what both dialects' results need to know of each account. */
import { formatSeconds, formatZoneless, type SandboxClock } from './clock.ts'
import { accountHandleOf, type Handle } from './handle.ts'
import { type BankLedger, ledgersOf } from './ledger.ts'
import type { Persona } from './persona.ts'
import { accountEnds, type Stage, stageAt } from './timeline.ts'

/** `98765*****`: head shown, as the documented status masks a mobile number. */
export function maskMobile(mobile: string): string {
  return `${mobile.slice(0, 5)}*****`
}

/** The observed word for a documented one; unknown words pass through. */
export function observedWord(word: string): string {
  switch (word) {
    case 'initiated':
    case 'consent_pending':
    case 'consent_granted':
    case 'data_fetched':
      return 'processing'
    case 'analysis_complete':
      return 'completed'
    case 'consent_denied':
    case 'expired':
      return 'failed'
    default:
      return word
  }
}

/** Observed `failed_at_stage` and its message; Finpass has shown neither filled, so both are a guess. */
function failureOf(stage: Stage, stages: readonly Stage[]): { failedAt: string | null; error: string | null } {
  switch (stage.word) {
    case 'consent_denied':
      return { failedAt: 'consent_denied', error: 'Consent was denied by the user.' }
    case 'expired':
      return { failedAt: 'consent_expired', error: 'The session expired before consent was given.' }
    case 'failed':
      return stages.some(({ word }) => word === 'data_fetched')
        ? { failedAt: 'analysis', error: 'No account could be analysed.' }
        : { failedAt: 'data_fetch', error: 'The bank did not deliver the account data.' }
    default:
      return { failedAt: null, error: null }
  }
}

/** The documented status. */
export function documentedBankStatus(
  handle: Handle,
  stages: readonly Stage[],
  clock: SandboxClock,
): Record<string, unknown> {
  const stage = stageAt(stages, clock.elapsedSince(handle.startedAt))
  return {
    client_id: handle.text,
    status: stage.word,
    consent_type: handle.purpose === 'm' ? 'loan_monitoring' : 'loan_underwriting',
    mobile_number: maskMobile(handle.subject),
    updated_at: formatSeconds(clock.wallAfter(handle.startedAt, stage.atMs)),
  }
}

/** One account of a journey, as far as it has come. */
export interface AccountState {
  readonly ledger: BankLedger
  readonly bsaClientId: string
  readonly status: 'processing' | 'completed' | 'failed'
  readonly error: string | null
}

/** Each account's standing after that much journey time; none before the data is fetched. */
export function accountStates(
  handle: Handle,
  persona: Persona,
  stages: readonly Stage[],
  elapsedMs: number,
): readonly AccountState[] {
  const fetched = stages.find(({ word }) => word === 'data_fetched')
  if (fetched === undefined || fetched.atMs > elapsedMs) return []
  const ends = accountEnds(persona, stages)
  return ledgersOf(persona).map((ledger): AccountState => {
    const isOver = (ends[ledger.index] ?? Number.POSITIVE_INFINITY) <= elapsedMs
    const fails = ledger.plan.fails === true
    return {
      ledger,
      bsaClientId: accountHandleOf(handle, ledger.index),
      status: !isOver ? 'processing' : fails ? 'failed' : 'completed',
      error: isOver && fails ? 'The statement could not be analysed.' : null,
    }
  })
}

/** The observed status: flat, counters per account, a FIP id as the bank's name. */
export function observedBankStatus(
  handle: Handle,
  persona: Persona,
  stages: readonly Stage[],
  clock: SandboxClock,
): Record<string, unknown> {
  const elapsedMs = clock.elapsedSince(handle.startedAt)
  const stage = stageAt(stages, elapsedMs)
  const states = accountStates(handle, persona, stages, elapsedMs)
  const { failedAt, error } = failureOf(stage, stages)
  const changes = [stage.atMs, ...accountEnds(persona, stages).filter((endMs) => endMs <= elapsedMs)]
  const body = {
    client_id: handle.text,
    status: observedWord(stage.word),
    failed_at_stage: failedAt,
    total_accounts: states.length,
    completed_accounts: states.filter(({ status }) => status === 'completed').length,
    failed_accounts: states.filter(({ status }) => status === 'failed').length,
    accounts: states.map((state) => ({ ...accountHead(state), error_message: state.error })),
    error_message: error,
    created_at: formatZoneless(handle.startedAt),
    updated_at: formatZoneless(clock.wallAfter(handle.startedAt, Math.max(...changes))),
  }
  return persona.bank === 'strange' ? { ...body, consent_handle_state: 'ACTIVE', region: { zone: 'south' } } : body
}

/** What every observed list says of an account first. */
export function accountHead(state: AccountState): Record<string, unknown> {
  return {
    account_index: state.ledger.index,
    bank_name: state.ledger.bank.fipId,
    account_number: state.ledger.maskedNumber,
    bsa_status: state.status,
    bsa_client_id: state.bsaClientId,
  }
}

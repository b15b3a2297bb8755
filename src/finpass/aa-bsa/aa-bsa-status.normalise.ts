/**
 * How far an AA-BSA journey is, from either dialect. The word decides, except where one bank failed and another did not: which
 * word Finpass then sends is not known, so the counters decide.
 */
import { Failure } from '../../domain/failure.ts'
import type { JourneyAccount, JourneyObservation, JourneyStatus } from '../../domain/journey.ts'
import { toBankName } from '../bank-name.ts'
import { boundObjects, MOST_STATUS_ACCOUNTS } from '../bound-list.ts'
import { DataIssues } from '../data-issues.ts'
import { toMaskedNumber } from '../ledger.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { toEndFailure, toFacts, toJourneyStatus, toObservation, toPlainWord, toStep } from '../status-word.ts'
import { readCount, readInstant, readText } from '../value.ts'
import {
  type AaBsaStatusAccountWire,
  documentedAaBsaStatus,
  type ObservedAaBsaStatusWire,
  observedAaBsaStatus,
} from './aa-bsa-status.wire.ts'

/** What the body says about the journey; throws `FINPASS_SHAPE` when it has no status word. */
export function parseAaBsaStatus(payload: Record<string, unknown>): JourneyObservation {
  if (typeof payload.status !== 'string' || payload.status.trim() === '') throw new Failure('FINPASS_SHAPE')
  const isObserved = 'accounts' in payload || 'total_accounts' in payload || 'failed_at_stage' in payload
  const issues = new DataIssues()
  const announced = Array.isArray(payload.accounts) ? payload.accounts.length : 0
  const accounts = Array.isArray(payload.accounts) ? payload.accounts.slice(0, MOST_STATUS_ACCOUNTS) : payload.accounts
  const bounded = { ...payload, accounts }
  boundObjects(bounded, 'accounts', MOST_STATUS_ACCOUNTS, 'accounts', issues)
  return isObserved
    ? normaliseAaBsaStatus(readTolerantly(observedAaBsaStatus, bounded, issues), announced)
    : normaliseAaBsaStatus({ ...readTolerantly(documentedAaBsaStatus, payload, issues) }, announced)
}

function normaliseAaBsaStatus(wire: ObservedAaBsaStatusWire, announced: number): JourneyObservation {
  const issues = new DataIssues()
  const accounts = (wire.accounts ?? []).flatMap((account, position) => (account ? readAccount(account, position) : []))
  const status = decide(wire, accounts, announced)
  const isDenied = status === 'CONSENT_DENIED'
  const stage = toStep(wire.failed_at_stage)
  return toObservation({
    status,
    step: stage ?? (status === null || toJourneyStatus(wire.status) === null ? toStep(wire.status) : null),
    stepsFailed: stage === null ? [] : [stage],
    accounts,
    failure: isDenied && isRevoked(wire) ? toFacts('CONSENT_REVOKED') : toEndFailure(status),
    reportedAt:
      readInstant(wire.updated_at, 'updated_at', issues) ?? readInstant(wire.created_at, 'created_at', issues),
  })
}

/** Words that say "some of them" without saying whether the rest is still to come. */
const PARTIAL = new Set([
  'partial',
  'partially_completed',
  'partially_complete',
  'partial_success',
  'completed_with_errors',
])

function decide(
  wire: ObservedAaBsaStatusWire,
  accounts: readonly JourneyAccount[],
  announced: number,
): JourneyStatus | null {
  const status = toJourneyStatus(wire.status)
  if (status === 'FAILED') return refineFailed(wire)
  const isPartial = PARTIAL.has(toPlainWord(wire.status))
  if (status !== null && status !== 'COMPLETED') return status
  const { completed, failed, total } = count(wire, accounts, announced)
  const haveAllEnded = completed + failed >= total
  if (status === 'COMPLETED') {
    // "Completed" with every bank failed leaves nothing to read.
    return failed > 0 && completed === 0 && haveAllEnded ? 'FAILED' : 'COMPLETED'
  }
  if (completed > 0 && haveAllEnded && (failed > 0 || isPartial)) return 'COMPLETED'
  return isPartial ? 'PROCESSING' : null
}

/** In the observed dialect a declined consent is expected to be a failure at a stage that names consent. */
function refineFailed(wire: ObservedAaBsaStatusWire): JourneyStatus {
  const stage = readText(wire.failed_at_stage) ?? ''
  if (/expire/i.test(stage)) return 'EXPIRED'
  if (/consent/i.test(stage)) return 'CONSENT_DENIED'
  const text = readText(wire.error_message) ?? ''
  return stage === '' && /consent/i.test(text) && /declin|reject|denied|deny|revok/i.test(text)
    ? 'CONSENT_DENIED'
    : 'FAILED'
}

function isRevoked(wire: ObservedAaBsaStatusWire): boolean {
  return /revok/i.test(`${readText(wire.failed_at_stage) ?? ''} ${readText(wire.error_message) ?? ''}`)
}

function count(wire: ObservedAaBsaStatusWire, accounts: readonly JourneyAccount[], announced: number) {
  const unreported = new DataIssues()
  const ended = (status: JourneyStatus) => accounts.filter((account) => account.status === status).length
  return {
    completed: readCount(wire.completed_accounts, 'completed_accounts', unreported) ?? ended('COMPLETED'),
    failed: readCount(wire.failed_accounts, 'failed_accounts', unreported) ?? ended('FAILED'),
    total:
      readCount(wire.total_accounts, 'total_accounts', unreported) ??
      (announced > MOST_STATUS_ACCOUNTS ? announced : accounts.length),
  }
}

function readAccount(wire: AaBsaStatusAccountWire, position: number): JourneyAccount {
  const word = readText(wire.bsa_status)
  // An account is only listed once its bank was reached, so a word we do not know means "on its way".
  const status = (word === null ? null : toJourneyStatus(word)) ?? 'PROCESSING'
  return {
    index: readCount(wire.account_index, 'accounts[*].account_index', new DataIssues()) ?? position,
    bankName: toBankName(readText(wire.bank_name)),
    maskedNumber: toMaskedNumber(wire.account_number),
    status,
    failure: toEndFailure(status),
  }
}

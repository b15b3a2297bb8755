/**
 * An Account Aggregator report. Readiness is per account: what is ready is given, the rest is reported as issues, and a report in
 * which nothing is ready yet is no report.
 */
import type { AccountAggregatorAnswer } from '../contract.ts'
import { Failure } from '../../domain/failure.ts'
import type { JourneyAccount, JourneyStatus } from '../../domain/journey.ts'
import { boundObjects, MOST_ACCOUNTS, MOST_STATUS_ACCOUNTS } from '../bound-list.ts'
import { DataIssues, toReading } from '../data-issues.ts'
import { isObject } from '../leaf.wire.ts'
import { isLineList } from '../ledger.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { isMockId, RecordKeys } from '../record-key.ts'
import { toFacts, toObservation } from '../status-word.ts'
import { readText } from '../value.ts'
import { normaliseAccount } from './aa-account.normalise.ts'
import { FETCHING } from './aa-readiness.ts'
import { type AccountAggregatorAccountWire, accountAggregatorReport } from './aa-report.wire.ts'

const AT = 'account_aggregator_json[*]'

/**
 * The report in `payload`, or how far it is; throws `FINPASS_SHAPE` when it has no list of accounts, or one without any
 * account that can be read.
 */
export function parseAccountAggregatorReport(payload: Record<string, unknown>): AccountAggregatorAnswer {
  if (!Array.isArray(payload.account_aggregator_json)) throw new Failure('FINPASS_SHAPE')
  const issues = new DataIssues()
  const list = boundObjects(payload, 'account_aggregator_json', MOST_ACCOUNTS, 'account_aggregator_json', issues)
  if (list.length > 0 && !list.some(isObject)) throw new Failure('FINPASS_SHAPE')
  const wire = readTolerantly(accountAggregatorReport, payload, issues)
  const keys = new RecordKeys()
  const progress: JourneyAccount[] = []
  const accounts = wire.account_aggregator_json.flatMap((account, index) => {
    if (account === null) issues.note(AT, 'is empty')
    if (!account) return []
    const status = readAccountStatus(account)
    if (status === 'PROCESSING') issues.note(AT, 'was left out: this account is not ready yet')
    if (status === 'FAILED') issues.note(AT, 'was left out: Finpass could not fetch this account')
    // Every account takes its key, ready or not, so that the others keep theirs when it becomes ready.
    const read = normaliseAccount(account, keys, status === 'COMPLETED' ? issues : new DataIssues())
    const { bankName, maskedNumber } = read
    progress.push({
      index,
      bankName,
      maskedNumber,
      status,
      failure: status === 'FAILED' ? toFacts('FINPASS_FETCH_FAILED') : null,
    })
    return status === 'COMPLETED' ? [read] : []
  })
  const told = progress.slice(0, MOST_STATUS_ACCOUNTS)
  const isReady = accounts.length > 0
  if (isReady) {
    const ids = wire.account_aggregator_json.map((account) => account?.account_id)
    return {
      isReady,
      report: toReading(accounts, issues, isMockId([wire.client_id, ...ids])),
      observation: toObservation({ status: 'COMPLETED', accounts: told }),
    }
  }
  // Consent covers one account at least, so an empty list is one that is still to be filled.
  if (progress.length === 0 || progress.some(({ status }) => status === 'PROCESSING')) {
    return { isReady, observation: toObservation({ status: 'CONSENT_GRANTED', step: FETCHING, accounts: told }) }
  }
  return {
    isReady,
    observation: toObservation({ status: 'FAILED', accounts: told, failure: toFacts('FINPASS_FETCH_FAILED') }),
  }
}

/** `READY`, `PENDING` and `FAILED` are known; any other word is judged by whether the ledger is there. */
function readAccountStatus(wire: AccountAggregatorAccountWire): JourneyStatus {
  const word = readText(wire.status)?.toUpperCase()
  if (word === 'READY') return 'COMPLETED'
  if (word === 'FAILED') return 'FAILED'
  if (word === 'PENDING') return 'PROCESSING'
  return isLineList(wire.transaction_data?.transaction_details) ? 'COMPLETED' : 'PROCESSING'
}

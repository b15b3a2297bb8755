/** The accounts of an AA-BSA journey with their ledgers, from either dialect. */
import type { AccountHolder, BankAccount } from '../../domain/bank-account.ts'
import { Failure } from '../../domain/failure.ts'
import { type PersonalNumber, parseMobile } from '../../domain/identifier.ts'
import type { Reading } from '../../domain/reading.ts'
import { toBankName, toBankNameOfIfsc } from '../bank-name.ts'
import { boundObjects, MOST_ACCOUNTS } from '../bound-list.ts'
import { DataIssues, toReading } from '../data-issues.ts'
import { isLineList, readMaskedNumber } from '../ledger.ts'
import { readTolerantly } from '../read-tolerantly.ts'
import { isMockId, RecordKeys } from '../record-key.ts'
import { toJourneyStatus } from '../status-word.ts'
import { readCount, readDate, readEmail, readMoney, readRawText, readText } from '../value.ts'
import {
  type AaBsaStatementAccountWire,
  type AaBsaStatementResultWire,
  aaBsaStatement,
} from './aa-bsa-statement.wire.ts'
import { normaliseLines } from './statement-line.normalise.ts'

const AT = 'accounts[*]'

/** The accounts in `payload`; throws `FINPASS_SHAPE` when it has no list of accounts. */
export function parseAaBsaStatement(payload: Record<string, unknown>): Reading<readonly BankAccount[]> {
  if (!Array.isArray(payload.accounts)) throw new Failure('FINPASS_SHAPE')
  const issues = new DataIssues()
  boundObjects(payload, 'accounts', MOST_ACCOUNTS, 'accounts', issues)
  const wire = readTolerantly(aaBsaStatement, payload, issues)
  const keys = new RecordKeys()
  const accounts: BankAccount[] = []
  for (const [position, account] of wire.accounts.entries()) {
    if (account === null) issues.note(AT, 'is empty')
    const read = account ? normaliseAccount(account, position, keys, issues) : null
    if (read !== null) accounts.push(read)
  }
  noteMissingAccounts(wire.total_accounts, wire.accounts.length, issues)
  const ids = wire.accounts.flatMap((account) => [account?.bsa_client_id, account?.account_id])
  return toReading(accounts, issues, isMockId([wire.client_id, ...ids]))
}

/** How many accounts Finpass announced and did not send, noted; 0 when it announced none. */
export function noteMissingAccounts(announced: unknown, sent: number, issues: DataIssues): number {
  const total = readCount(announced, 'total_accounts', issues)
  const missing = Math.max(0, (total ?? 0) - sent)
  if (missing > 0) issues.note('total_accounts', 'announces accounts that were not sent', missing)
  return missing
}

function normaliseAccount(
  wire: AaBsaStatementAccountWire,
  position: number,
  keys: RecordKeys,
  issues: DataIssues,
): BankAccount | null {
  const result: AaBsaStatementResultWire =
    wire.statement ?? wire.result ?? wire.statement_result ?? wire.analysis_result ?? wire
  const lines = result.transactions ?? wire.transactions
  const word = readText(wire.bsa_status) ?? readText(result.status)
  if (!isLineList(lines) && word !== null && toJourneyStatus(word) === 'FAILED') {
    issues.note(AT, 'was left out: Finpass could not read its statement')
    return null
  }
  const info = result.account_info ?? wire.account_info
  const index = readCount(wire.account_index, `${AT}.account_index`, issues)
  const accountId = readRawText(wire.account_id)
  const ifsc = readText(wire.ifsc) ?? readText(info?.ifsc) ?? readText(info?.ifsc_code)
  const period = info?.statement_period
  const number = readRawText(wire.account_number) ?? info?.account_number
  return {
    // The place names the account for want of anything else; nothing is matched on it.
    key: keys.of('AA_BSA', accountId ?? index ?? position),
    source: 'AA_BSA',
    index,
    analysisHandle: readRawText(wire.bsa_client_id),
    bankName: toBankName(readText(wire.bank_name) ?? readText(info?.bank_name)) ?? toBankNameOfIfsc(ifsc),
    maskedNumber: readMaskedNumber(number, `${AT}.account_number`, issues),
    ifsc,
    accountType: readText(wire.account_type) ?? readText(info?.account_type),
    status: null,
    currency: 'INR',
    holder: readHolder(wire, info),
    branch: readText(info?.branch_name) ?? readText(info?.address),
    micrCode: readText(info?.micr_code),
    facility: null,
    openedOn: readDate(info?.account_open_date, `${AT}.account_info.account_open_date`, issues),
    openingBalance: readMoney(wire.opening_balance ?? result.opening_balance, `${AT}.opening_balance`, issues),
    closingBalance: readMoney(wire.closing_balance ?? result.closing_balance, `${AT}.closing_balance`, issues),
    currentBalance: null,
    balanceAsOf: null,
    overdraftLimit: null,
    drawingLimit: null,
    periodStart: readDate(wire.statement_from ?? period?.from ?? period?.start_date, `${AT}.statement_from`, issues),
    periodEnd: readDate(wire.statement_to ?? period?.to ?? period?.end_date, `${AT}.statement_to`, issues),
    transactions: normaliseLines(lines, issues),
  }
}

/** The address in `account_info` is the branch's, so the holder has none. */
function readHolder(
  wire: AaBsaStatementAccountWire,
  info: AaBsaStatementResultWire['account_info'],
): AccountHolder | null {
  const name = readText(wire.holder_name) ?? readText(info?.account_holder_name)
  const mobile = readMobile(readRawText(info?.phone))
  const email = readEmail(info?.email)
  const isCkycRegistered = readText(info?.ckyc_number) === null ? null : true
  if (name === null && mobile === null && email === null && isCkycRegistered === null) return null
  return {
    name,
    dateOfBirth: null,
    mobile,
    landline: null,
    email,
    pan: null,
    address: null,
    nominee: null,
    isCkycRegistered,
    holding: null,
  }
}

/** The first mobile number among those in `phone`. */
function readMobile(text: string | null): PersonalNumber | null {
  for (const part of text?.split(/[,;/|]+/) ?? []) {
    const mobile = parseMobile(part)
    if (mobile !== null) return mobile
  }
  return null
}

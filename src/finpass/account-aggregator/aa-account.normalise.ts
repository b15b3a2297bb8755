/**
 * One account of an Account Aggregator report. It has no opening and no closing balance, and none is derived here: the
 * recorded balances do not chain, so `domain/ledger.ts` goes by the line at each end alone. Lines whose id, or every field,
 * repeats are all kept; they may be two real payments.
 */
import type { AccountHolder, BankAccount } from '../../domain/bank-account.ts'
import type { Paise } from '../../domain/money.ts'
import { toBankName, toBankNameOfIfsc } from '../bank-name.ts'
import type { DataIssues } from '../data-issues.ts'
import {
  type DayReader,
  type LineFormat,
  noteSign,
  readCurrency,
  readLines,
  readMaskedNumber,
  readTransactionType,
} from '../ledger.ts'
import type { LineKeys, RestKeys } from '../ledger-text/line-layout.ts'
import type { RestWire } from '../ledger-text/line-rest.ts'
import type { LineHead, LineRest } from '../line.ts'
import type { RecordKeys } from '../record-key.ts'
import {
  readDate,
  readEmail,
  readFlag,
  readInstant,
  readMoney,
  readPan,
  readPhone,
  readRawText,
  readText,
  readReferenceAt,
  readTextAt,
} from '../value.ts'
import type { AccountAggregatorAccountWire, AccountAggregatorLineWire } from './aa-report.wire.ts'

const AT = 'account_aggregator_json[*]'
const AT_LIST = `${AT}.transaction_data.transaction_details`
const AT_LINE = `${AT_LIST}[*]`
const AT_AMOUNT = `${AT_LINE}.amount`
const AT_BALANCE = `${AT_LINE}.transactional_balance`
const AT_DATE = `${AT_LINE}.value_date`
const AT_POSTED = `${AT_LINE}.transaction_timestamp`
const AT_MODE = `${AT_LINE}.mode`
const AT_NARRATION = `${AT_LINE}.narration`
const AT_REFERENCE = `${AT_LINE}.reference`
const AT_ID = `${AT_LINE}.transaction_id`

/** The account with its ledger. */
export function normaliseAccount(
  wire: AccountAggregatorAccountWire,
  keys: RecordKeys,
  issues: DataIssues,
): BankAccount {
  const { summary_details: summary, transaction_data: data } = wire
  const at = `${AT}.summary_details`
  const number = wire.masked_account_number ?? wire.fi_status_details?.account_number
  const maskedNumber = readMaskedNumber(number, `${AT}.masked_account_number`, issues)
  const accountId = readRawText(wire.account_id)
  const ifsc = readText(summary?.ifsc)
  return {
    key:
      accountId === null ? keys.of('ACCOUNT_AGGREGATOR', maskedNumber, ifsc) : keys.of('ACCOUNT_AGGREGATOR', accountId),
    source: 'ACCOUNT_AGGREGATOR',
    index: null,
    analysisHandle: null,
    bankName: toBankName(readText(wire.bank_name) ?? readText(wire.fip_id)) ?? toBankNameOfIfsc(ifsc),
    maskedNumber,
    ifsc,
    accountType: readText(summary?.account_type) ?? readText(summary?.account_sub_type),
    status: readText(summary?.status),
    currency: readCurrency(summary?.currency),
    holder: readHolder(wire.profile_details, issues),
    branch: readText(summary?.branch),
    micrCode: readText(summary?.micr_code),
    facility: readText(summary?.facility),
    openedOn: readDate(summary?.opening_date, `${at}.opening_date`, issues),
    openingBalance: null,
    closingBalance: null,
    currentBalance: readMoney(summary?.current_balance, `${at}.current_balance`, issues),
    balanceAsOf: readInstant(summary?.balance_date_time, `${at}.balance_date_time`, issues),
    overdraftLimit: readMoney(summary?.current_od_limit, `${at}.current_od_limit`, issues),
    drawingLimit: readMoney(summary?.drawing_limit, `${at}.drawing_limit`, issues),
    periodStart: readDate(data?.start_date, `${AT}.transaction_data.start_date`, issues),
    periodEnd: readDate(data?.end_date, `${AT}.transaction_data.end_date`, issues),
    transactions: readLines(data?.transaction_details, AT_LIST, issues, FORMAT),
  }
}

function readHolder(wire: AccountAggregatorAccountWire['profile_details'], issues: DataIssues): AccountHolder | null {
  if (!wire) return null
  const at = `${AT}.profile_details`
  return {
    name: readText(wire.name),
    dateOfBirth: readDate(wire.dob, `${at}.dob`, issues),
    mobile: readPhone(wire.mobile),
    landline: readPhone(wire.landline),
    email: readEmail(wire.email),
    pan: readPan(wire.pan),
    address: readText(wire.address),
    nominee: readText(wire.nominee),
    isCkycRegistered: readFlag(wire.ckyc_registered, `${at}.ckyc_registered`, issues),
    holding: readText(wire.type),
  }
}

const REST_KEYS: RestKeys = {
  posted: ['transaction_timestamp'],
  balance: ['transactional_balance', 'transaction_balance'],
  mode: ['mode'],
  narration: ['narration'],
  reference: ['reference'],
  id: ['transaction_id'],
}

const FORMAT: LineFormat = { readHead, readRest, restKeys: REST_KEYS }

/** What `readHead` goes by, for whoever finds it in the text. */
export const REPORT_KEYS: LineKeys = {
  list: 'transaction_details',
  date: ['value_date', 'transaction_timestamp'],
  type: ['type'],
  amount: 'amount',
  columns: null,
  rest: REST_KEYS,
}

/** The type is what counts: a recorded line is a CREDIT whose narration says `UPI/DR/…`. */
function readHead(wire: AccountAggregatorLineWire, days: DayReader, issues: DataIssues): LineHead | null {
  const type = readTransactionType(wire.type)
  const amount = readMoney(wire.amount, AT_AMOUNT, issues)
  const date = days.read(wire.value_date, AT_DATE, issues) ?? days.read(wire.transaction_timestamp, AT_POSTED, issues)
  return type === null || amount === null || date === null ? null : { date, type, amount }
}

function readRest(rest: RestWire, amount: Paise, issues: DataIssues): LineRest {
  const { posted, balance, mode, narration, reference, id } = rest
  const postedAt = readInstant(posted, AT_POSTED, issues)
  noteSign(amount, AT_AMOUNT, issues)
  return {
    postedAt,
    balance: readMoney(balance, AT_BALANCE, issues),
    mode: readTextAt(mode, AT_MODE, issues),
    narration: readTextAt(narration, AT_NARRATION, issues) ?? '',
    reference: readReferenceAt(reference, narration, AT_REFERENCE, issues),
    finpassTransactionId: readTextAt(id, AT_ID, issues),
  }
}

/** The Account Aggregator's report: money as text beside money as a number, and Indian timestamps. One dialect only. */

import { makeStrange } from './aa-bsa-statement.ts'
import { formatIndian } from './clock.ts'
import { RawJson } from './envelope.ts'
import { personOf } from './itr-person.ts'
import { createKeeper } from './keeper.ts'
import { type BankLedger, type LedgerLine, ledgersOf, toDecimal, toRupees } from './ledger.ts'
import type { Persona } from './persona.ts'

const keepLines = createKeeper<RawJson>(48)

/** `data` of fetch-json-report; an account that fails has the status `FAILED` and no lines. */
export function aaReport(clientId: string, persona: Persona): Record<string, unknown> {
  return {
    client_id: clientId,
    account_aggregator_json: ledgersOf(persona).map((ledger) => aaAccount(persona, ledger)),
  }
}

function aaAccount(persona: Persona, ledger: BankLedger): Record<string, unknown> {
  const person = personOf(persona)
  const fails = ledger.plan.fails === true
  const isStrange = persona.bank === 'strange'
  const lines = keepLines(
    `aa|${persona.key}|${ledger.index}`,
    () => new RawJson(fails ? [] : ledger.lines.map((line, position) => aaLine(line, position, isStrange))),
  )
  return {
    account_id: ledger.accountId,
    status: fails ? 'FAILED' : 'READY',
    profile_details: {
      name: ledger.holderName,
      dob: persona.dob,
      mobile: persona.mobile,
      nominee: person.fatherName,
      landline: '080-00000000',
      address: `${person.door}, ${person.street}, ${person.city}, PIN : ${person.pinCode}`,
      email: person.email,
      pan: persona.pan,
      ckyc_registered: 'true',
      type: 'SINGLE',
    },
    summary_details: {
      branch: ledger.bank.branchCode,
      facility: ledger.accountType === 'Current' ? 'OD' : 'NO_FACILITY_GRANTED',
      micr_code: ledger.bank.micr,
      opening_date: null,
      current_od_limit: ledger.accountType === 'Current' ? '200000.00' : '0.00',
      drawing_limit: ledger.accountType === 'Current' ? '200000.00' : '0.00',
      status: 'ACTIVE',
      account_type: '',
      account_sub_type: ledger.accountType === 'Current' ? 'CURRENT' : 'SAVINGS',
      ifsc: ledger.bank.ifsc,
      current_balance: toDecimal(ledger.closingPaise),
      currency: 'INR',
      balance_date_time: formatIndian(ledger.to, 86_399),
    },
    transaction_data: {
      transaction_details: lines,
      start_date: ledger.from,
      end_date: ledger.to,
    },
    transaction_type: 'deposit',
    masked_account_number: ledger.maskedNumber,
  }
}

function aaLine(line: LedgerLine, position: number, isStrange: boolean): Record<string, unknown> {
  const told = {
    transaction_id: line.transactionId,
    amount: isStrange ? toDecimal(line.paise) : toRupees(line.paise),
    narration: line.narration,
    type: line.type,
    mode: line.mode,
    transaction_timestamp: formatIndian(line.date, line.second),
    value_date: formatIndian(line.date, 0),
    reference: line.mode === 'INTEREST' ? '' : line.reference,
    transactional_balance: toDecimal(line.balancePaise),
  }
  return isStrange ? makeStrange(told, 'transactional_balance', position) : told
}

/** `data.reports` of fetch-statement-pdf: one per account, its link lapsing after ten minutes. */
export function aaPdfReports(clientId: string, persona: Persona, baseUrl: string): Record<string, unknown> {
  return {
    client_id: clientId,
    reports: ledgersOf(persona).map((ledger) => {
      const fails = ledger.plan.fails === true
      return {
        fip_id: ledger.bank.fipId,
        account_number: ledger.maskedNumber,
        status: fails ? 'FAILED' : 'READY',
        statement_report_link: fails ? null : `${baseUrl}/mock-report/${ledger.accountId}.pdf?expires_in=600`,
      }
    }),
  }
}

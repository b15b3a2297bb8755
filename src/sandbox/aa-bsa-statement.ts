/**
 * AA-BSA statement results. Finpass's page breaks off after a transaction's `date` and shows no example, so two things
 * here are a guess, written down only in this place:
 *  - documented: after `date` a transaction has `description, type, mode, amount, balance, reference, transaction_id`;
 *  - observed: like the analysis, with a key `statement` per account that holds the BSA product's flat result, whose
 *    transactions are `{sr_no, txn_date, value_date, reference_no, description, txn_type, credit, debit, balance}`.
 */
import { type AccountState, accountHead } from './aa-bsa-body.ts'
import { formatDayFirst } from './clock.ts'
import { RawJson } from './envelope.ts'
import type { Handle } from './handle.ts'
import { createKeeper } from './keeper.ts'
import { type BankLedger, type LedgerLine, toDecimal, toRupees } from './ledger.ts'
import type { Persona } from './persona.ts'
import { digestHex } from './random.ts'

const keepLines = createKeeper<RawJson>(96)

/** `data` of the documented statement result; accounts that failed are left out. */
export function documentedStatement(
  handle: Handle,
  persona: Persona,
  states: readonly AccountState[],
): Record<string, unknown> {
  return {
    client_id: handle.text,
    accounts: states
      .filter(({ status }) => status === 'completed')
      .map(({ ledger }) => ({
        account_id: ledger.accountId,
        account_number: ledger.maskedNumber,
        ifsc: ledger.bank.ifsc,
        bank_name: ledger.bank.name,
        account_type: ledger.accountType,
        holder_name: ledger.holderName,
        opening_balance: toRupees(ledger.openingPaise),
        closing_balance: toRupees(ledger.closingPaise),
        statement_from: ledger.from,
        statement_to: ledger.to,
        transactions: keepLines(
          `documented|${persona.key}|${ledger.index}`,
          () =>
            new RawJson(
              ledger.lines.map((line, position) => documentedLine(line, position, persona.bank === 'strange')),
            ),
        ),
      })),
  }
}

function documentedLine(line: LedgerLine, position: number, isStrange: boolean): Record<string, unknown> {
  const told = {
    date: line.date,
    description: line.narration,
    type: line.type,
    mode: line.mode,
    amount: isStrange ? toDecimal(line.paise) : toRupees(line.paise),
    balance: toRupees(line.balancePaise),
    reference: line.reference,
    transaction_id: line.transactionId,
  }
  return isStrange ? makeStrange(told, 'balance', position) : told
}

/** `data` of the observed statement result; the statement of a failed account is null. */
export function observedStatement(
  handle: Handle,
  persona: Persona,
  states: readonly AccountState[],
): Record<string, unknown> {
  return {
    client_id: handle.text,
    status: 'completed',
    total_accounts: states.length,
    accounts: states.map((state) => ({
      ...accountHead(state),
      statement: state.status === 'completed' ? accountStatement(persona, state.ledger, state.bsaClientId) : null,
    })),
  }
}

/** The BSA product's flat result for one account: also what its own statement-result call answers. */
export function accountStatement(persona: Persona, ledger: BankLedger, bsaClientId: string): Record<string, unknown> {
  return {
    doc_id: `svclog_mock_${digestHex(8, bsaClientId)}_${digestHex(24, 'doc', bsaClientId)}`,
    client_id: bsaClientId,
    status: 'completed',
    checkpoint: 'analysing_completed',
    progress: null,
    error_message: null,
    account_info: {
      bank_name: ledger.bank.name,
      account_holder_name: ledger.holderName,
      account_number: ledger.maskedNumber,
      address: ledger.bank.branchAddress,
      ifsc: ledger.bank.ifsc,
      micr_code: ledger.bank.micr,
      customer_id: digestHex(8, 'customer', persona.key, ledger.index).toUpperCase(),
      ckyc_number: '',
      email: `${persona.key}@example.com`,
      phone: persona.mobile,
      pincode: ledger.bank.branchPincode,
      account_type: ledger.accountType,
      statement_period: { from: formatDayFirst(ledger.from), to: formatDayFirst(ledger.to) },
    },
    transactions: keepLines(
      `observed|${persona.key}|${ledger.index}`,
      () => new RawJson(ledger.lines.map((line, position) => observedLine(line, position, persona.bank === 'strange'))),
    ),
  }
}

function observedLine(line: LedgerLine, position: number, isStrange: boolean): Record<string, unknown> {
  const money = isStrange ? toDecimal : toRupees
  const isCredit = line.type === 'CREDIT'
  const told = {
    sr_no: position + 1,
    txn_date: formatDayFirst(line.date),
    value_date: formatDayFirst(line.date),
    reference_no: line.reference,
    description: line.narration,
    txn_type: isCredit ? 'Cr.' : 'Dr.',
    credit: money(isCredit ? line.paise : 0),
    debit: money(isCredit ? 0 : line.paise),
    balance: money(line.balancePaise),
  }
  return isStrange ? makeStrange(told, 'balance', position) : told
}

/** A key nobody knows on each line, and every fifth line without its balance. */
export function makeStrange(
  told: Readonly<Record<string, unknown>>,
  balanceKey: string,
  position: number,
): Record<string, unknown> {
  const kept = Object.entries(told).filter(([key]) => key !== balanceKey || position % 5 !== 4)
  return { ...Object.fromEntries(kept), channel_hint: 'C7' }
}
